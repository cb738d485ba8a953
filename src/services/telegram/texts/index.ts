import type { Language } from '../chats.ts'
import { en } from './en.ts'
import { pl } from './pl.ts'
import type { Texts } from './texts.ts'

export type { Texts } from './texts.ts'
export const texts: Readonly<Record<Language, Texts>> = { pl, en }
