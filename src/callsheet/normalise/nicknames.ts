import { fold } from './text.ts'

/** What people are called by, each line the forms of one name. Folded when compared. */
const FORMS = `
aleksandra ola olka alex alexandra sasha, katarzyna kasia kaska, malgorzata gosia malgosia, anna ania anka hania,
joanna asia aska, magdalena magda lena, agnieszka aga, barbara basia barb, ewa ewka, maria marysia maja mary,
monika mona, natalia nati, zuzanna zuzia, julia jula, karolina karola, wiktoria wika, elzbieta ela, jan janek jas,
jakub kuba jakob, tomasz tomek tom, piotr piotrek, pawel pawelek, michal misiek, krzysztof krzysiek krzys,
andrzej jedrek, wojciech wojtek, maciej maciek, grzegorz grzesiek, stanislaw staszek stas, zbigniew zbyszek,
aleksander olek alek, bartosz bartlomiej bartek, mateusz mati, lukasz luki, marcin marcinek, rafal rafi,
jerzy jurek, tadeusz tadek, kazimierz kazik, jozef jozek, slawomir slawek, miroslaw mirek, jaroslaw jarek,
thomas tom tommy, william will bill billy, robert rob bob bobby, richard rick dick richie, james jim jimmy jamie,
john jack johnny, michael mike mick michi, joseph joe joey, edward ed eddie ted, charles charlie chuck,
christopher chris, matthew matt, andrew andy drew, daniel dan danny dani, david dave, benjamin ben benny,
samuel sam sammy, samantha sam, nicholas nick, anthony tony, stephen steven steve, gregory greg, jeffrey jeff,
alexander alex sascha xander, patrick pat paddy, timothy tim, jonathan jon, peter pete, kenneth ken, ronald ron,
elizabeth liz beth lizzie eliza, katherine catherine kate cathy katie kat, margaret maggie meg peggy,
jennifer jen jenny, rebecca becca becky, jessica jess, susan sue susie, deborah deb debbie, victoria vicky tori,
abigail abby, patricia pat patty, christina christine chris tina, kimberly kim, stephanie steph, theodore theo ted,
johannes hannes jo, sebastian basti, maximilian max, friedrich fritz, wolfgang wolf, matthias matze, andreas andi,
ulrich uli, ulrike uli, katharina kathi, franziska franzi, josef sepp jupp, hans hansi, heinrich heiner heinz,
juergen jurgen, joerg jorg, francois fanfan, jean-francois jeff, frederic fred, philippe phil, nicolas nico,
guillaume guigui, benoit ben, mathieu matthieu mat, alexandre alex, emmanuel manu emmanuelle, isabelle isa,
francisco paco pancho fran, jose pepe, maria-jose pepa, manuel manolo manu, ignacio nacho, enrique quique,
guadalupe lupe, dolores lola, concepcion concha, rosario charo, jesus chucho chus, alejandro alex ale,
alejandra ale, fernando fer nando, roberto beto, alberto beto, eduardo lalo edu, javier javi, santiago santi,
gabriel gabi, gabriela gabi, daniela dani, mercedes merche, montserrat montse, isabel isa, rafael rafa
`

const groups: ReadonlyMap<string, ReadonlySet<number>> = byForm()

function byForm(): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  for (const [index, line] of FORMS.split(',').entries())
    for (const form of line.trim().split(/\s+/u)) {
      const known = found.get(form) ?? new Set<number>()
      found.set(form, known.add(index))
    }
  return found
}

/** Whether two first names may be one person's: `Kasia` and `Katarzyna`, `Tom` and `Thomas`. */
export function isSameFirstName(one: string, other: string): boolean {
  const [first, second] = [fold(one), fold(other)]
  if (first === second) return true
  const own = groups.get(first)
  return own !== undefined && [...(groups.get(second) ?? [])].some((group) => own.has(group))
}
