import { seededIds, VirtualClock } from '../../src/core/index.ts'
import { memoryStorage } from '../../src/oss/index.ts'
import { testObjectStore } from '../contracts/object-store.ts'

testObjectStore({
  name: 'the memory twin',
  create: async () => ({
    storage: memoryStorage({ clock: new VirtualClock(), ids: seededIds(1) }),
    close: async () => {},
  }),
})
