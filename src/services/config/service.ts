import { defineService, rows } from '#kernel'
import { placeChecked } from '#services/route'
import { settings } from './context.ts'
import { bufferFields, bufferPresets, config, UserSettings } from './contract.ts'
import {
  credentialOf,
  deleteCredential,
  listCredentials,
  setCredential,
  testCredential,
} from './credentials.ts'
import { keepFound, readSettings } from './queries.ts'
import type { Tables } from './tables.ts'
import { updateMySettings } from './update-settings.ts'

export default defineService({
  contract: config,
  tables: rows<Tables>(),
  hears: { placeChecked },
  settings,
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['credentials.secret'],
  routes: {
    mySettings: (ctx, _input, { userId }) => readSettings(ctx, userId),
    updateMySettings,
    listBuffers: () => ({ fields: bufferFields, presets: bufferPresets }),
    settingsOf: (ctx, { userId }) => readSettings(ctx, userId),
    listCredentials,
    setCredential,
    deleteCredential: (ctx, { name }) => deleteCredential(ctx, name),
    testCredential: (ctx, { name }) => testCredential(ctx, name),
    credentialOf: (ctx, { name }, meta) => credentialOf(ctx, name, meta),
  },
  on: { placeChecked: (_ctx, checked, tx) => keepFound(tx.query, checked) },
  personal: {
    export: async (ctx, userId) => ({ settings: UserSettings.encode(await readSettings(ctx, userId)) }),
    erase: async (_ctx, userId, tx) =>
      void (await tx.query.deleteFrom('user_settings').where('user_id', '=', userId).execute()),
  },
})
