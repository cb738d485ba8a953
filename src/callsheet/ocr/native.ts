import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Engine, EngineError, PASS_LIMIT_MS, type Recognition, SEGMENTATION } from './engine.ts'
import { toPgm } from './image.ts'

const LIST_LIMIT_MS = 10_000
/** A page of small print is some 100 kB of rows. */
const MOST_OUTPUT_BYTES = 8 * 1024 * 1024
const MOST_COMPLAINT_CHARACTERS = 500

/**
 * The `tesseract` of this machine, or null where none is installed. Three times as fast as the one in JavaScript. Each
 * pass is a process of its own that gets the picture on its input, writes no file, and dies with the thread that
 * started it.
 */
export async function nativeEngine(path = process.env['PATH'] ?? ''): Promise<Engine | null> {
  const program = programOn(path, 'tesseract')
  if (program === null) return null
  const installed = await installedLanguages(program)
  if (installed.size === 0) return null
  // Of util-linux: the kernel itself ends the child when this thread ends, however that comes.
  const guard = process.platform === 'linux' ? programOn(path, 'setpriv') : null
  return {
    name: 'tesseract',
    has: (languages) => languages.every((language) => installed.has(language)),
    recognise: (recognition) => run(program, guard, recognition),
    close: async () => undefined,
  }
}

function programOn(path: string, name: string): string | null {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue
    const program = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
    try {
      accessSync(program, constants.X_OK)
      return program
    } catch {
      // Not in this folder.
    }
  }
  return null
}

async function installedLanguages(program: string): Promise<Set<string>> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--list-langs'], { timeout: LIST_LIMIT_MS })
    return new Set(
      stdout
        .split('\n')
        .slice(1)
        .map((line) => line.trim()),
    )
  } catch {
    return new Set()
  }
}

function run(program: string, guard: string | null, recognition: Recognition): Promise<string> {
  const { image, languages, segmentation, signal } = recognition
  const call = [
    program,
    'stdin',
    'stdout',
    '-l',
    languages.join('+'),
    '--dpi',
    String(Math.round(image.dpi)),
    '--psm',
    SEGMENTATION[segmentation],
    'tsv',
  ]
  const [file = program, ...args] = guard === null ? call : [guard, '--pdeathsig', 'KILL', ...call]
  const child = spawn(file, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
    timeout: PASS_LIMIT_MS,
    // More threads do not make a page faster, they make the machine slower.
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end(toPgm(image))
  return outputOf(child)
}

function outputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    let complaint = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      bytes += chunk.length
      if (bytes > MOST_OUTPUT_BYTES) child.kill('SIGKILL')
      else chunks.push(chunk)
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(0, MOST_COMPLAINT_CHARACTERS)
    })
    child.on('error', (error) => reject(new EngineError(`tesseract: ${error.message}`, { cause: error })))
    child.on('close', (code, signal) => {
      if (code === 0) resolve(Buffer.concat(chunks).toString('utf8'))
      else reject(new EngineError(`tesseract ended with ${signal ?? code}: ${complaint.trim()}`))
    })
  })
}
