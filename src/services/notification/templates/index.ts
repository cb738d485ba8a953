import { en } from './en.ts'
import { pl } from './pl.ts'
import type { Templates } from './templates.ts'

export const templates: Readonly<Record<'pl' | 'en', Templates>> = { pl, en }
