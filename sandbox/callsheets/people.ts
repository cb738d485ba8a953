import type { Random } from '../random.ts'
import type { SheetContact } from './model.ts'
import type { Setting } from './settings/setting.ts'

/** Gives out invented people, none twice. */
export interface PeopleSource {
  name(): string
  /** A phone and an address for `person`, or for somebody new. */
  contact(role: string, person?: string): SheetContact
}

/** Names of the setting; addresses end in example.com or example.org. */
export function peopleFrom(random: Random, setting: Setting): PeopleSource {
  const used = new Set<string>()
  let line = random.between(100, 500)
  const [onlyStyle, ...otherStyles] = setting.phones
  const phone = otherStyles.length > 0 ? random.pick(setting.phones) : onlyStyle
  if (!phone) throw new Error('A setting without telephones')
  const name = () => {
    for (;;) {
      const full = setting.name(random)
      if (used.has(full)) continue
      used.add(full)
      return full
    }
  }
  const contact = (role: string, person = name()): SheetContact => {
    line += random.between(1, 7)
    const email = `${mailbox(person)}@${random.pick(['example.com', 'example.org'])}`
    return { role, name: person, phone: phone.print(line), e164: phone.e164(line), email }
  }
  return { name, contact }
}

function mailbox(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z]+/g, '.')
}
