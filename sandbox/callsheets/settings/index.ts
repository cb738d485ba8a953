import type { SettingName } from '../model.ts'
import { france } from './france.ts'
import { germany } from './germany.ts'
import type { Setting } from './setting.ts'
import { spain } from './spain.ts'
import { warsaw } from './warsaw.ts'

export const settings: Record<SettingName, Setting> = {
  'warsaw-pl': warsaw('pl'),
  'warsaw-en': warsaw('en'),
  germany,
  france,
  spain,
}
