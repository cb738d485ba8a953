import type { SettingName } from '../model.ts'
import { america } from './america.ts'
import { argentina } from './argentina.ts'
import { austria } from './austria.ts'
import { belgium } from './belgium.ts'
import { britain } from './britain.ts'
import { colombia } from './colombia.ts'
import { france } from './france.ts'
import { germany } from './germany.ts'
import { mexico } from './mexico.ts'
import { poland } from './poland.ts'
import type { Setting } from './setting.ts'
import { spain } from './spain.ts'
import { warsaw } from './warsaw.ts'

export const settings: Record<SettingName, Setting> = {
  'warsaw-pl': warsaw('pl'),
  'warsaw-en': warsaw('en'),
  poland,
  britain,
  america,
  germany,
  austria,
  france,
  spain,
  mexico,
  argentina,
  belgium,
  colombia,
}
