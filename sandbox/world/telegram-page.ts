import { html, raw } from 'hono/html'
import type { ChatMessage, TelegramChats } from './telegram-chats.ts'
import { spoken } from './voice.ts'
import type { StandInApp } from './world.ts'

const style = `body{font:16px/1.4 system-ui,sans-serif;max-width:32rem;margin:0 auto;padding:1rem;background:#e7ebf0;color:#111}
.warning{background:#ffd54a;padding:.75rem;font-weight:700}.m{background:#fff;border-radius:.75rem;padding:.5rem .75rem;margin:.4rem 0;max-width:85%;white-space:pre-wrap;overflow-wrap:anywhere}
.person{background:#d9fdd3;margin-left:auto}.row{display:flex;gap:.3rem;margin-top:.3rem}.row button,.row a{flex:1;padding:.45rem;border:1px solid #8aa;border-radius:.5rem;background:#f4f8ff;font:inherit;text-align:center;color:inherit}
form.say{display:flex;gap:.4rem;background:#e7ebf0;padding:.5rem 0}input[type=text]{flex:1;font:inherit;padding:.5rem}label{display:block;margin:.4rem 0}`

/** The chat of the sandbox's person on the page. */
const ownChat = 5_000_001

/** The people's side: a chat in the browser, so that the bot can be tried without Telegram. */
export function chatPage(app: StandInApp, chats: TelegramChats): void {
  const chatOf = (text: string | undefined) => Number(text ?? ownChat) || ownChat
  app.get('/', (context) => context.html(page(chats, chatOf(context.req.query('chat')))))
  app.get('/messages', (context) => context.html(messages(chats, chatOf(context.req.query('chat')))))
  app.get('/open/:bot', (context) => {
    const { start } = context.req.query()
    chats.say(ownChat, start ? `/start ${start}` : '/start')
    return context.redirect('/telegram/')
  })
  app.post('/say', async (context) => {
    const { chat, text } = (await context.req.parseBody()) as Record<string, string>
    const said = (text ?? '').trim()
    if (said) chats.say(chatOf(chat), said.slice(0, 4096))
    return context.redirect(`/telegram/?chat=${chatOf(chat)}`)
  })
  app.post('/speak', async (context) => {
    const { chat, text } = (await context.req.parseBody()) as Record<string, string>
    const said = (text ?? '').trim().slice(0, 1000)
    if (said) chats.sendVoice(chatOf(chat), spoken(said), Math.ceil(said.split(/\s+/u).length / 3))
    return context.redirect(`/telegram/?chat=${chatOf(chat)}`)
  })
  app.post('/press', async (context) => {
    const { chat, button } = (await context.req.parseBody()) as Record<string, string>
    if (button) chats.press(chatOf(chat), button)
    return context.redirect(`/telegram/?chat=${chatOf(chat)}`)
  })
  app.post('/send', async (context) => {
    const { chat, file } = await context.req.parseBody()
    if (file instanceof File && file.size > 0)
      chats.sendFile(chatOf(String(chat)), file.name, new Uint8Array(await file.arrayBuffer()), file.type)
    return context.redirect(`/telegram/?chat=${chatOf(String(chat))}`)
  })
}

type Html = ReturnType<typeof html>

/** Asks for the messages again every second, and keeps the newest in sight. */
const refresh = `const list=document.getElementById('list');let last='';async function look(){const r=await fetch('/telegram/messages?chat='+list.dataset.chat).catch(()=>null);if(r&&r.ok){const t=await r.text();if(t!==last){last=t;list.innerHTML=t;scrollTo(0,document.body.scrollHeight)}}setTimeout(look,1000)}look()`

function page(chats: TelegramChats, chat: number): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Telegram of the sandbox</title><style>${raw(style)}</style></head>
<body><p class="warning">SANDBOX. This chat is not Telegram: it lives in this process only.</p>
<main id="list" data-chat="${chat}">${messages(chats, chat)}</main>
<form class="say" method="post" action="/telegram/say"><input type="hidden" name="chat" value="${chat}"><input type="text" name="text" aria-label="Message" autocomplete="off" autofocus><button>Send</button></form>
<form class="say" method="post" action="/telegram/speak"><input type="hidden" name="chat" value="${chat}"><input type="text" name="text" aria-label="Voice message" placeholder="What a voice message says" autocomplete="off"><button>Speak</button></form>
<form method="post" action="/telegram/send" enctype="multipart/form-data"><input type="hidden" name="chat" value="${chat}"><label>File <input type="file" name="file" accept="application/pdf"></label><button>Send file</button></form>
<script>${raw(refresh)}</script></body></html>`
}

const messages = (chats: TelegramChats, chat: number): Html =>
  html`${chats.messages(chat).map((message) => shown(message))}`

function shown(message: ChatMessage): Html {
  const rows = message.buttons.map(
    (row) =>
      html`<div class="row">${row.map((button) =>
        button.url
          ? html`<a href="${button.url}">${button.text}</a>`
          : html`<button form="press-${message.messageId}" name="button" value="${button.callback_data ?? ''}">${button.text}</button>`,
      )}</div>`,
  )
  const file = message.file ? html`<p>[${message.file.name}, ${message.file.size} bytes]</p>` : ''
  return html`<div class="m ${message.from}">${message.text}${file}${rows}<form id="press-${message.messageId}" method="post" action="/telegram/press"><input type="hidden" name="chat" value="${message.chatId}"></form></div>`
}
