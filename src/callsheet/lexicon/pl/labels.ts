import { type Lexicon, phrases } from '../lexicon.ts'

export const labels: Lexicon['labels'] = {
  title: phrases(`
    produkt, produkcja, tytuł, tytuł produkcji, tytuł filmu, film, serial, produkcja filmu, projekt, tytuł roboczy,
    tytuł serialu, tytuł produkcji filmowej, film fabularny, serial tv, produkcja serialu, nazwa produkcji,
    nazwa projektu, klip, reklama, spot, spot reklamowy, film pt, serial pt
  `),
  date: phrases(`
    data, data zdjęć, dzień, data zdjęciowa, dnia, plan dnia, plan pracy na dzień, plan pracy, karta dnia,
    data dnia zdjęciowego, data planu, zdjęcia w dniu, zdjęcia dnia, data realizacji, plan na dzień,
    plan zdjęć na dzień, zdjęcia dn, plan zdjęciowy na dzień, plan dnia na, data i dzień
  `),
  day: phrases(`
    dzień, dzień zdjęciowy, dzień zdjęciowy nr, dz zdj, dz zdjęciowy, dzień zdj, dzień nr,
    nr dnia zdjęciowego, numer dnia, dzień zdjęć, dzień zdjęciowy numer, dz zdj nr, dzień zdjęciowy dzień,
    dz zdj n, dzień zdjęciowy n, dzień planu, dzień produkcji, kolejny dzień zdjęciowy nr, dzień realizacji,
    dzień pracy, dz nr, numer dnia zdjęciowego
  `),
  revision: phrases(`
    wersja, wersja nr, rewizja, zmiana nr, korekta, aktualizacja, ver, wer, wersja numer, poprawka,
    poprawiona wersja, aktualizacja nr, zmiany, zmiana
  `),
  issued: phrases(`
    wydano, wydany, wydana, wysłano, data wydania, data wysłania, stan na, wersja z dnia, wersja z, z dnia,
    sporządzono, sporządził, opublikowano, aktualizacja z, data sporządzenia, wydruk, wydrukowano,
    data aktualizacji, ostatnia aktualizacja, zaktualizowano, godzina wydania, aktualne na, utworzono,
    wysłane, opracowano, data opracowania, wygenerowano, data i godzina wydania, wydanie
  `),
  crewCall: phrases(`
    zbiórka, zbiórka ekipy, zbiórka na planie, zbiórka ekipy na planie, zbiórka na obiekcie, zbiórka ogólna,
    zbiórka całej ekipy, wyjazd ekipy, wezwanie ekipy, call ekipy, ekipa na planie, call ekipa,
    początek pracy ekipy, wezwanie, początek pracy, godzina zbiórki, start ekipy, ekipa call, call ogólny,
    crew call, zbiórka godz, zbiórka o, zbiórka ekipy godz, zbiórka ekipy zdjęciowej, call crew, call główny,
    call time ekipy, przyjazd ekipy, zbiórka ekipa, godzina wezwania, call dla ekipy, zbiórka w bazie,
    zbiórka ekipy w bazie, zbiórka ekipy na obiekcie, początek dnia, początek dnia zdjęciowego,
    rozpoczęcie pracy, rozpoczęcie pracy ekipy, wezwanie ogólne, zbiórka główna, unit call, general call,
    general crew call, wejście ekipy, ekipa na obiekcie, wyjazd ekipy z bazy,
    zbiórka ekipy w obiekcie, zbiórka w obiekcie, ekipa a, i ekipa, ekipa i, pierwsza ekipa, call i ekipa,
    call ekipa a, zbiórka i ekipy, zbiórka ekipy a, ekipa zdjęciowa, wyjazd zbiórka ekipy, ekipa w obiekcie,
    stawiennictwo ekipy, stawiennictwo,
    call główny ekipy, ekipa na miejscu, zbiórka wszystkich, ekipa gotowa, start pracy ekipy, ekipa start,
    wezwanie dla ekipy, call dla wszystkich, godzina wezwania ekipy
  `),
  productionCall: phrases(`
    wejście produkcji, call produkcji, zbiórka produkcji, produkcja na planie, wezwanie produkcji,
    produkcja call, pion produkcji na planie, produkcja, produkcja na obiekcie, pion produkcji,
    zbiórka pionu produkcji, call produkcja, kierownictwo produkcji
  `),
  otherCall: phrases(`
    agencja, klient, klient i agencja, klient agencja, agencja klient, agencja i klient, gotowość do zdjęć, gotowość, gotowość planu, pierwszy klaps, 1 klaps, i klaps, pierwsze ujęcie,
    1 ujęcie, początek zdjęć, rozpoczęcie zdjęć, start zdjęć, zdjęcia, zbiórka ii ekipy, druga ekipa,
    ii ekipa, pre call, precall, gotowość aktorów, próby, zbiórka statystów, zbiórka pionu kamery,
    zbiórka drugiej ekipy, rozładunek, załadunek, blocking, zbiórka transportu, zbiórka techniki,
    wyjazd z bazy, gotowość do zdjęć godz, gotowość ekipy, gotowość do prób, gotowość do ujęcia,
    1 klaps godz, i ujęcie, kamera start, start kamery, pierwsze ujęcie godz, kręcimy od,
    zbiórka oświetlenia, zbiórka oświetlaczy, zbiórka scenografii, zbiórka charakteryzacji,
    zbiórka kostiumów, zbiórka grip, zbiórka kamery, zbiórka aktorów, zbiórka epizodów, zbiórka światła,
    zbiórka dźwięku, wjazd techniki, wjazd sprzętu, przyjazd techniki, przyjazd aktorów, próba,
    próba aktorska, próba techniczna, próba kamerowa, ustawianie światła, pre light, prelight, pre rig,
    prerig, montaż, montaż techniki, oświetlanie, świecenie, start zdjęć godz, klaps, call aktorów,
    call talentów, call kamery, call klienta, call agencji, klient na planie, agencja na planie,
    wyjazd z hotelu, wyjazd na plan, wyjazd spod, plan gotowy, gotowy plan, gotowość na planie,
    kamera gotowa,
    start,
    przyjazd klienta, przyjazd agencji, klient i agencja na planie, start kamer, pierwszy strzał, gotowość
    kamery, klient na miejscu,
    got kamery, got zdjęć, got do zdjęć, gotowość ekipy i kamery
  `),
  anyCall: phrases('call, call time'),
  wrap: phrases(`
    koniec zdjęć, planowany koniec, planowany koniec zdjęć, plan koniec zdjęć, plan koniec,
    przewidywany koniec, przewidywany koniec zdjęć, szacowany koniec, koniec dnia, zakończenie zdjęć,
    koniec pracy, koniec dnia zdjęciowego, planowane zakończenie, planowane zakończenie zdjęć, koniec, wrap,
    koniec zdjęć godz, planowany koniec dnia, planowany koniec pracy, przew koniec zdjęć, przew koniec,
    przewidywane zakończenie, przewidywane zakończenie zdjęć, koniec zdjęć ok, zdjęcia do, koniec dnia pracy,
    zakończenie pracy, zakończenie dnia, est wrap, szacowany wrap, planowany wrap, camera wrap,
    orientacyjny koniec, koniec zdjęć planowany, szacowany koniec zdjęć,
    koniec plan, orientacyjny wrap, zejście z planu, planowane zejście, fajrant,
    schodzimy, schodzimy z planu
  `),
  meal: phrases(`
    obiad, śniadanie, kolacja, lunch, przerwa, przerwa obiadowa, przerwa na obiad, posiłek, posiłki, catering,
    ciepły posiłek, ii posiłek, drugi posiłek, przerwa na posiłek, posiłek ciepły, obiad od, obiad ekipy,
    śniadanie od, śniadanie ekipy, lunch ekipy, bufet, przerwa obiadowa od, posiłek regeneracyjny,
    gorący posiłek, przerwa posiłkowa, i posiłek, pierwszy posiłek, 1 posiłek, 2 posiłek, podwieczorek,
    posiłek nocny, wydawanie posiłków, wydawanie śniadań, wydawanie śniadania, wydawanie obiadów,
    wydawanie obiadu, obiad dla ekipy
  `),
  sunrise: phrases(`
    słońce, wschód, wschód słońca, wsch, wsch słońca, słońce wschód, wsch sł, słońce wsch, wschód sł, ws sł,
    wschód słońca godz, wsch słonca, wschód zachód, wsch zach, wschód zachód słońca, wschód i zachód,
    wschód i zachód słońca, słońce wschód zachód, słońce wsch zach
  `),
  sunset: phrases(`
    słońce, zachód, zachód słońca, zach, zach słońca, słońce zachód, zach sł, słońce zach, zachód sł, zs sł,
    zachód słońca godz, zach słonca, wschód zachód, wsch zach, wschód zachód słońca, wschód i zachód,
    wschód i zachód słońca, słońce wschód zachód, słońce wsch zach
  `),
  location: phrases(`
    obiekt lokacja, lokacja główna, nazwa obiektu, hala zdjęciowa, adresy lokacji, adresy obiektów, obiekt, obiekty, lokacja, lokacje, lokalizacja, lokalizacje, miejsce,
    miejsce zdjęć, miejsce realizacji, plan zdjęciowy, plan, adres planu, adres obiektu, adres lokacji,
    obiekt zdjęciowy, lok, miejsce planu, adres planu zdjęciowego, adres zdjęć, adres obiektu zdjęciowego,
    miejsce zdjęciowe, miejsca zdjęć, adresy planu, lokacja zdjęciowa, lokacja adres, obiekt adres,
    adres obiekt, adres miejsca zdjęć, obiekt nr, lokacja nr, miejsce kręcenia, plan adres, gdzie kręcimy,
    obiekt zdjęciowy adres
  `),
  address: phrases(`
    adres, adresy, dojazd, adres dojazdu, dokładny adres, ulica, adres planu, adres obiektu, adres lokacji,
    adres planu zdjęciowego, adres zdjęć, adres obiektu zdjęciowego, adres miejsca zdjęć, adresy lokacji,
    adresy obiektów, adresy planu
  `),
  unitBase: phrases(`
    baza, baza ekipy, baza zdjęciowa, base camp, adres bazy, baza planu, baza adres, baza główna,
    baza produkcji, lokalizacja bazy, baza i parking, zaplecze, zaplecze planu, baza techniczna, camper base,
    unit base, basecamp, baza aktorska, baza aktorów, baza kostiumów, baza charakteryzacji, miejsce bazy,
    kampus, zaplecze aktorskie, miasteczko, miasteczko filmowe, baza kamperów, baza i catering
  `),
  parking: phrases(`
    parking, parkingi, parkowanie, miejsca parkingowe, parking ekipy, parking ekipa, parking techniczny,
    postój, parking dla ekipy, parking aut ekipy, parking aut prywatnych, parking prywatny,
    parking samochodów prywatnych, parking samochodów technicznych, parking wozów technicznych,
    parking technika, parking aktorzy, parkowanie ekipy, parkingi ekipy, parking prywatne, auta prywatne,
    auta techniczne, parking aut technicznych, strefa parkowania,
    miejsce parkingowe, parking ekipy i techniki, gdzie parkujemy, parkujemy, parking dla aut, auta ekipy
  `),
  vendor: phrases(`
    odbiór sprzętu, odbiór kamery, odbiór sprzętu kamerowego, pobranie sprzętu, wypożyczalnia, rental,
    sprzęt odbiór, załadunek sprzętu, pobór sprzętu, odbiór sprzętu z, wypożyczalnia sprzętu,
    sprzęt z wypożyczalni, odbiór z wypożyczalni, odbiór aut, odbiór techniki, zdanie sprzętu,
    zwrot sprzętu, odbiór światła, odbiór, załadunek, odbiór sprzętu filmowego, odbiór obiektywów,
    odbiór optyki
  `),
  hospital: phrases(`
    szpital na dyżurze, najbliższa pomoc medyczna, ostry dyżur, szpital ostry dyżur, szpital, najbliższy szpital, szpital najbliższy, sor, najbliższy sor, adres szpitala, szpital dyżurny,
    pogotowie, pomoc medyczna, szpital ratunkowy, szpital sor, sor szpital, najbliższy szpital sor,
    najbliższy szpital adres, szpital z sor, szpital z oddziałem ratunkowym, oddział ratunkowy,
    szpitalny oddział ratunkowy, najbliższy oddział ratunkowy, izba przyjęć, najbliższa izba przyjęć,
    opieka medyczna, nagłe wypadki, szpital i sor,
    najbliższy szpital z sor, w razie wypadku, szpital dyżurujący, najbliższy szpital adres i telefon, pomoc
    medyczna najbliżej
  `),
  equipment: phrases(`
    sprzęt, sprzęt dodatkowy, sprzęt specjalny, dodatkowy sprzęt, technika, kamera i sprzęt,
    wymagania specjalne, efekty specjalne, sprzęt kamerowy, sprzęt operatorski, wymagania sprzętowe,
    potrzeby specjalne, pojazdy, pojazdy grające, samochody grające, auta grające, broń, wymagania pionów,
    uwagi dla pionów, potrzeby, potrzeby pionów, dodatkowe wymagania, wymagania, sprzęt dodatkowy kamera,
    sprzęt i efekty specjalne,
    sprzęt extra, sprzęt ekstra, extra sprzęt, wymagania techniczne, dodatkowa technika, sprzęt
    niestandardowy, dodatki sprzętowe, technika dodatkowa, sprzęt dodatkowy i pojazdy,
    zamówienia, zamówienia sprzętowe, zamówienia dodatkowe
  `),
  safety: phrases(`
    bezpieczeństwo bhp, bhp, bezpieczeństwo, zasady bezpieczeństwa, uwagi bhp, zagrożenia,
    bezpieczeństwo na planie, bhp i ppoż, bhp i bezpieczeństwo, informacje bhp, bhp i zagrożenia,
    zagrożenia bhp, bhp uwagi, ważne bhp, bezpieczeństwo pracy, bezpieczeństwo i higiena pracy, ocena ryzyka,
    przepisy bhp, zalecenia bhp, uwagi bhp i ppoż, informacja bhp, ochrona ppoż,
    bhp na planie, bezpieczeństwo i zdrowie, uwaga bezpieczeństwo, zagrożenia na planie, instruktaż bhp
  `),
  notes: phrases(`
    uwagi, uwagi ogólne, uwaga, informacje, informacje dodatkowe, notatki, uwagi produkcji, ważne,
    uwagi dodatkowe, informacje ogólne, inne, informacje od produkcji, informacje produkcyjne,
    informacje produkcji, uwagi do planu, uwagi i informacje, informacja, nb, pamiętajcie, przypominamy,
    ważne informacje, uwagi ważne, komunikaty, ogłoszenia, uwagi reżysera, uwagi dla ekipy, komentarz,
    komentarze, dodatkowe informacje, dodatkowe uwagi, informacje dla ekipy,
    pamiętajmy, prosimy pamiętać, ważne dla wszystkich, sprawy organizacyjne, organizacyjne, dobrze
    wiedzieć, do wiadomości, różne, noty
  `),
  weather: phrases(`
    pogoda, prognoza, prognoza pogody, warunki pogodowe, pogoda na dziś, prognoza na dziś, pogoda prognoza,
    warunki atmosferyczne, temperatura i pogoda
  `),
  background: phrases(`
    statyści, statystowanie, statystyka, epizody, epizodyści, statysci i epizody, epizody i statyści, stat,
    statystów, stat i epizody, statyści i epizody, epizody statyści, agencja statystów, dublerzy, statystki,
    kaskaderzy i dublerzy
  `),
  advance: phrases(`
    plan na jutro, plan na kolejne dni, kolejny dzień, następny dzień, kolejne dni, plan na następny dzień,
    jutro, zapowiedź, następny dzień zdjęciowy, kolejny dzień zdjęciowy, kolejne dni zdjęciowe,
    plan następnego dnia, następne dni, nadchodzące dni, plan na dzień następny, nast dzień zdjęciowy,
    plan na następny dzień zdjęciowy, zapowiedź następnego dnia, zapowiedź na jutro,
    zapowiedź na kolejny dzień, kolejny plan, kolejny dzień zdj, następny dzień zdj, jutrzejszy plan,
    dzień następny, plan wyprzedzający, plan jutro, plan dnia następnego, w kolejnych dniach, najbliższe dni,
    zapowiedź dnia następnego,
    dalsze dni zdjęciowe, dalsze dni, następne dni zdjęciowe, kolejne zdjęcia, plan na dalsze dni,
    najbliższe dni zdjęciowe,
    co dalej, w najbliższych dniach, kolejny dzień zdjęć, następne zdjęcia
  `),
  contacts: phrases(`
    kontakty, kontakt, telefony, lista kontaktów, ważne telefony, ważne kontakty, kontakty produkcji,
    telefony alarmowe, kontakty na planie, telefony kontaktowe, kontakt produkcja, ważne numery,
    numery telefonów, numery alarmowe, kontakty ekipy, kontakty kluczowe, telefony do produkcji,
    ważne numery telefonów
  `),
  otherTime: phrases(`
    odbiór, charakteryzacja, kostium, kostiumy, przejazd, przejazd ekipy, zmiana obiektu, złota godzina,
    niebieska godzina, świt, zmierzch, dyżur, otwarcie, na planie, przerwa techniczna, dostępność, wejście,
    wjazd, przejazd na, przejazd na obiekt, przejazd do, przenosiny, przenosiny ekipy, zmiana lokacji,
    company move, wyjazd, wyjazd aktorów, przyjazd, godziny otwarcia, otwarte, blokada ulicy, zajęcie pasa,
    zajęcie pasa drogowego, cisza nocna, transport osobowy, księżyc, wschód księżyca, zachód księżyca,
    zmierzch cywilny, świt cywilny, bufet od, rozbiórka, demontaż, zwijanie, rozładunek techniki,
    prześwietlenie, golden hour, blue hour, długość dnia, odpoczynek, nadgodziny od
  `),
  other: phrases(`
    telefon, tel, reżyseria, reżyser, producent, producenci, scenariusz, kierownik produkcji, ii reżyser,
    autor zdjęć, operator, razem stron, suma stron, stron, obsada, sceny, transport, e mail, produkcja, firma,
    producent wykonawczy, kierownik planu, nadawca, sporządził, strona, ppoż, straż pożarna, policja,
    numer alarmowy, odcinek, odc, temperatura, mapa, link, pinezka, gps, współrzędne, scena, suma, reż, scen,
    zdj, kier prod, kierownik prod, producent liniowy, ii reż, i ad, 1 ad, asystent reżysera, drugi reżyser,
    kier planu, kierownik zdjęć, scenograf, kostiumograf, charakteryzator, dźwięk operator, operator kamery,
    operator dźwięku, operator obrazu, produkcja wykonawcza, koproducent, koproducenci,
    kierownik produkcji tel, razem, łącznie stron, ilość stron, liczba stron, ilość scen, liczba scen,
    minutaż, aktorzy, pojemność, adres produkcji, biuro produkcji, biuro, pion reżyserii, strażnik, ratownik,
    ratownik medyczny, medyk, straż, kanał, kanały, radia, krótkofalówki, wiatr, opady, temp, ciśnienie,
    wilgotność, odczuwalna, sezon, transza, blok, plan opracował, opracował, zatwierdził, klient, agencja,
    dom produkcyjny, asystent produkcji, zrealizowano, pozostało, do realizacji, kierownik obiektu,
    ii operator, telefony, www, wersja scenariusza, scenariusz wersja
  `),
}
