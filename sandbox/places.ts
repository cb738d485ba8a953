/** A real address in or near Warsaw that the sandbox map knows. Degrees are WGS 84. */
export interface Place {
  id: string
  address: string
  latitude: number
  longitude: number
  /** Other ways in which people write it. */
  aliases: string[]
}

/** Shooting locations, two homes and the equipment house of the demo; plain data for the generator and the map. */
export const places: Place[] = [
  {
    id: 'chelmska',
    address: 'ul. Chełmska 21, 00-724 Warszawa',
    latitude: 52.1986,
    longitude: 21.0436,
    aliases: ['Chełmska 21', 'Chełmska 21, Warszawa', 'Chelmska 21, Warsaw'],
  },
  {
    id: 'pulawska',
    address: 'ul. Puławska 61, 02-595 Warszawa',
    latitude: 52.2037,
    longitude: 21.0226,
    aliases: ['Puławska 61', 'Puławska 61, Warszawa', 'Pulawska 61, Warsaw'],
  },
  {
    id: 'plac-zamkowy',
    address: 'Plac Zamkowy 4, 00-277 Warszawa',
    latitude: 52.2477,
    longitude: 21.0139,
    aliases: ['Plac Zamkowy', 'pl. Zamkowy 4', 'pl. Zamkowy 4, Warszawa', 'Castle Square, Warsaw'],
  },
  {
    id: 'minska',
    address: 'ul. Mińska 25, 03-808 Warszawa',
    latitude: 52.2513,
    longitude: 21.0563,
    aliases: ['Mińska 25', 'Mińska 25, Warszawa', 'Minska 25, Warsaw'],
  },
  {
    id: 'jana-pawla',
    address: 'al. Jana Pawła II 82, 00-175 Warszawa',
    latitude: 52.256,
    longitude: 20.9852,
    aliases: ['Jana Pawła II 82', 'al. Jana Pawła II 82, Warszawa', 'Jana Pawla II 82, Warsaw'],
  },
  {
    id: 'wybrzeze',
    address: 'ul. Wybrzeże Kościuszkowskie 39, 00-347 Warszawa',
    latitude: 52.2376,
    longitude: 21.0301,
    aliases: ['Wybrzeże Kościuszkowskie 39', 'Wybrzeze Kosciuszkowskie 39, Warsaw'],
  },
  {
    id: 'kolejowa',
    address: 'ul. Kolejowa 12, 05-870 Błonie',
    latitude: 52.196,
    longitude: 20.617,
    aliases: ['Kolejowa 12, Błonie', 'Kolejowa 12, Blonie'],
  },
  {
    id: 'pilsudskiego',
    address: 'ul. Piłsudskiego 4, 05-510 Konstancin-Jeziorna',
    latitude: 52.0936,
    longitude: 21.1176,
    aliases: ['Piłsudskiego 4, Konstancin', 'Pilsudskiego 4, Konstancin-Jeziorna'],
  },
  {
    id: 'home-domaniewska',
    address: 'ul. Domaniewska 34, 02-672 Warszawa',
    latitude: 52.1823,
    longitude: 21.001,
    aliases: ['Domaniewska 34', 'Domaniewska 34, Warszawa'],
  },
  {
    id: 'home-wal',
    address: 'ul. Wał Miedzeszyński 646, 03-994 Warszawa',
    latitude: 52.2155,
    longitude: 21.1083,
    aliases: ['Wał Miedzeszyński 646', 'Wał Miedzeszyński 646, Warszawa'],
  },
  {
    id: 'panavision',
    address: 'ul. Wiertnicza 107, 02-952 Warszawa',
    latitude: 52.1665,
    longitude: 21.0813,
    aliases: ['Panavision', 'Panavision Polska', 'Panavision Warszawa', 'Wiertnicza 107'],
  },
]
