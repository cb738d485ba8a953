import { defineService, rows } from '#kernel'
import { needs, settings } from './context.ts'
import { movie } from './contract.ts'
import { addMovie, changeMovie, genres, getMovie, listMovies, withdrawMovie } from './movies.ts'
import { addPriceList, changePriceList, listPriceLists } from './price-lists.ts'
import { publicLists } from './public-lists.ts'
import { cancelShowtime, changeShowtime, scheduleShowtime } from './schedule.ts'
import { addScreen, changeScreen, getLayout, getScreen, listScreens, previewLayout } from './screens.ts'
import { getShowtime, listShowtimes } from './showtimes.ts'
import { layoutStates, movieStates, screenStates, showtimeStates, theaterStates } from './snapshots.ts'
import type { Tables } from './tables.ts'
import { addTheater, changeTheater, getTheater, listTheaters } from './theaters.ts'

export default defineService({
  contract: movie,
  tables: rows<Tables>(),
  needs,
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  routes: {
    listMovies,
    getMovie,
    genres,
    addMovie,
    changeMovie,
    withdrawMovie,
    listTheaters,
    getTheater,
    addTheater,
    changeTheater,
    listScreens,
    getScreen,
    addScreen,
    changeScreen,
    getLayout,
    drawLayout: previewLayout,
    listPriceLists,
    addPriceList,
    changePriceList,
    listShowtimes,
    getShowtime,
    scheduleShowtime,
    changeShowtime,
    cancelShowtime,
    movieStates,
    theaterStates,
    screenStates,
    layoutStates,
    showtimeStates,
  },
  // From the first list on, what another replica changes is heard.
  start: async (ctx) => {
    publicLists(ctx)
    return undefined
  },
  // A catalogue: nobody is named but those whom the credits name.
  personal: { export: async () => ({}), erase: async () => {} },
})
