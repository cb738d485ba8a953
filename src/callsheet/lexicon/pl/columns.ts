import { type Lexicon, phrases } from '../lexicon.ts'

export const columns: Lexicon['columns'] = {
  number: phrases('nr, lp, #, l p, numer, nr roli, id, l p nr, nr aktora, nr postaci, n r'),
  scene: phrases(`
    sc, scena, nr sceny, sceny, scen, sc nr, nr sc, sc numer, nr scen, numer sceny, sekwencja,
    nr ujęcia scena, sc odc, odc sc, odc scena, odc nr sc, odcinek scena, ep sc,
    uj sc, ujęcie, ujęcia, uj, ujęcie scena, sc uj, shot, nr ujęcia
  `),
  intExt: phrases(`
    wn pl, wn, w p, int ext, wnętrze plener, wn plener, i e, wnetrze/plener, plener wnętrze, wn/pl,
    wnętrze/plener, w/p, wn pln, int/ext, wnętrze, plener, w pl
  `),
  dayNight: phrases(`
    pora, pora dnia, dz noc, d n, dzień noc, dz n, czas akcji, pora doby, dz n w, dzień/noc, dn, czas, por,
    pora akcji, pora dnia sceny, dz/n, d/n
  `),
  set: phrases(`
    lokacja, obiekt i opis, obiekt opis, dekoracja i opis, obiekt, dekoracja, miejsce akcji, plan, obiekt dekoracja,
    set, obiekt scenariuszowy, obiekt zdjęciowy, obiekt wg scenariusza, obiekt sceny, miejsce akcji obiekt,
    obiekt opis sceny, miejsce obiekt, dekoracja obiekt, obiekt miejsce, obiekt akcja, scenografia obiekt,
    gdzie, co i gdzie
  `),
  description: phrases(`
    opis, opis sceny, streszczenie, treść, akcja, synopsis, skrót, treść sceny, opis akcji, akcja sceny,
    skrót sceny, krótki opis, streszczenie sceny, co się dzieje, fabuła, opis treść,
    co kręcimy, opis ujęcia
  `),
  pages: phrases(`
    obj, str, strony, stron, il stron, ilość stron, 1 8, ósemki, długość, ilość, strony 1 8, il str, l str,
    objętość, rozmiar, str 8, liczba stron, metraż, ilość str, stron 1 8, długość sceny, minuty,
    czas ekranowy, czas sceny
  `),
  castNumbers: phrases(`
    obsada, postaci, postacie, aktorzy, bohaterowie, osoby, nr postaci, nr aktorów, wykonawcy, obsada sceny,
    postacie aktorzy, bohater, aktor,
    kto, kto gra w scenie, udział, udział biorą
  `),
  location: phrases(`
    lokacja, lokalizacja, miejsce, lokacje, adres lokacji, lok, miejsce zdjęć, obiekt adres
  `),
  address: phrases('adres, ulica, adres obiektu, adres dojazd'),
  character: phrases(`
    postać, rola, bohater, rola postać, postać rola, imię postaci, bohaterka, w roli, nazwa roli, postać nr,
    jako, kogo gra
  `),
  actor: phrases(`
    aktor, aktorka, wykonawca, aktor aktorka, nazwisko aktora, aktor ka, imię i nazwisko aktora, obsada,
    aktorzy, artysta, wykonawca roli, odtwórca, odtwórca roli,
    kto gra, gra, wykonawczyni
  `),
  arrival: phrases('przyjazd, przyjazd na bazę, na bazie, baza'),
  pickup: phrases(`
    podjęcie, odbiór, transport, pick up, pu, wyjazd, odb, godz odbioru, p u, odbiór godz, odbiór z, godzina odbioru, samochód, auto,
    dojazd, transport odbiór, pick up time, wyjazd z hotelu, wyjazd z domu, podjazd, kierowca,     odjazd,
    odbiór spod, transport spod
  `),
  makeup: phrases(`
    charakteryzacja, charakt, char, make up, mua, mu, charakteryzacja kostium, m up, char godz,
    charakteryzacja godz, charakter, make up godz, make, mk, mkp, make up włosy, charakteryzacja włosy,
    charakteryzacja fryzura, char kost, charakteryzacja/kostium, kostium charakteryzacja, make-up, hmu, wizaż,
    charakt kost, mua hair, w charakteryzacji,
    make up kostium
  `),
  wardrobe: phrases(`
    kostium, kost, kostiumy, garderoba, kostium godz, kostiumy godz, kost godz, przebranie, kst,
    stylizacja, stylista
  `),
  onSet: phrases(`
    plan, na planie, na plan, gotowość, gotowy, set, gotowość na planie, on set, na planie godz, plan godz,
    gotowość do zdjęć, gotowość godz, gotowy na planie, gotowa na planie, wejście na plan, zdjęcia, set call,
    gotów, na set, na secie, ready, próba
  `),
  role: phrases(`
    pozycja, funkcja, stanowisko, rola w ekipie, zawód, pion funkcja, funkcja stanowisko, pełniona funkcja
  `),
  name: phrases(`
    imię i nazwisko, nazwisko, imię nazwisko, nazwisko i imię, osoba, imię, kto, imię i nazwisko tel,
    osoba kontakt, pracownik, członek ekipy, imie nazwisko, osoba kontaktowa, nazwisko imię
  `),
  department: phrases(`
    pion, dział, departament, grupa, ekipa, pion dział, nazwa pionu, piony, zespół, pionów, działów
  `),
  call: phrases(`
    call, zbiórka, godz, godzina, godzina zbiórki, wezwanie, call time, godz zbiórki, start, zbiórka godz,
    wezwany na, wezwanie godz, na planie o, wejście, godz wezwania, call godz, godzina wezwania, początek,
    rozpoczęcie, stawiennictwo
  `),
  wrap: phrases('koniec, wrap, koniec pracy, godz końca, zakończenie, koniec godz'),
  phone: phrases(`
    telefon, tel, nr tel, telefon kontaktowy, kom, numer telefonu, nr telefonu, tel kom, telefony, kontakt,
    komórka, numer, tel kontaktowy, nr kontaktowy
  `),
  email: phrases('e mail, email, mail, adres e mail, adres mailowy, adres email, poczta'),
  remarks: phrases(`
    uwagi, komentarz, info, informacje, uwagi dodatkowe, inne, notatki, komentarze, uwaga,
    dodatkowe informacje, rekwizyty, wymagania
  `),
  time: phrases(`
    godz, godzina, czas, od, godziny, godz od, od do, godzina od, czas trwania, o której, start, kiedy,
    godz rozpoczęcia
  `),
  activity: phrases(`
    czynność, co, wydarzenie, przebieg, harmonogram, działanie, działania, zadanie, opis czynności, plan,
    akcja, temat
  `),
  date: phrases('data, dzień, dzień zdjęciowy, data zdjęć'),
  status: phrases('status, st, stan'),
}
