/** Uploads one file to a bucket; for the real OSS give its endpoint, region and keys instead of the sandbox's. */
import {
  memoryUploadRecord,
  openUploadSource,
  ossStorage,
  systemClock,
  systemIds,
  uploadBuffers,
  uploadObject,
} from 'sqlferry'
import { startSandbox } from 'sqlferry/sandbox'

const [path = 'fixtures/backups/Sales_FULL_20260101020000.bak'] = process.argv.slice(2)
const context = { clock: systemClock, ids: systemIds }
await using cleaner = new AsyncDisposableStack()

const sandbox = await startSandbox()
cleaner.defer(() => sandbox.stop())
const storage = ossStorage({
  endpoint: sandbox.endpoints.oss,
  region: sandbox.region,
  credentials: async () => sandbox.credentials,
  ...context,
})
cleaner.defer(() => storage.close())
await storage.createBucket('staging-example')

const store = storage.bucket('staging-example')
const source = await openUploadSource(path, uploadBuffers(4))
cleaner.defer(() => source.close())
const record = memoryUploadRecord()
const receipt = await uploadObject({ store, source, key: 'sales.bak', record, ...context })
console.log(`${receipt.outcome}: ${source.sizeBytes} bytes, CRC-64 ${receipt.crc64}`)
