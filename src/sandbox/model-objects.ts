/** The sandbox's objects as its RDS sees them: straight from the model, whoever owns them. */
import type { AccountBook } from './account.ts'
import type { SandboxObjects } from './objects.ts'
import { authenticate } from './oss/authenticate.ts'
import { bucketInfoOf, type OssModel } from './oss/model.ts'
import { openPieces } from './oss/object-bytes.ts'
import { parseRequest } from './oss/request.ts'
import { OssServiceError } from './oss/service-error.ts'

/** Returns the view of a model that RDS reads. @param accounts  whose keys sign addresses */
export function modelObjects(model: OssModel, accounts: AccountBook): SandboxObjects {
  return {
    open: async (bucket, key) => {
      const object = model.findBucket(bucket)?.objects.get(key)
      return object && openPieces(model, object.pieces, `oss://${bucket}/${key}`)
    },
    bucketInfo: async (name) => {
      const bucket = model.findBucket(name)
      return bucket && bucketInfoOf(bucket)
    },
    keys: async (bucket, prefix) => model.keys(bucket).filter((key) => key.startsWith(prefix)),
    isReadableAt: (url) => isReadableAt(url, model, accounts),
  }
}

/** When an address ends is judged at the download, by RDS; here every address is fresh. */
const whenFresh = 0

function isReadableAt(url: string, model: OssModel, accounts: AccountBook): boolean {
  const { host, pathname, search } = new URL(url)
  const request = parseRequest('GET', `${pathname}${search}`, { host })
  try {
    const { region } = model
    const { key, target } = authenticate(request, { accounts, region, now: whenFresh })
    const { bucket = '', key: objectKey = '' } = target
    model.object({ accountId: key?.accountId, now: whenFresh }, bucket, objectKey)
    return true
  } catch (error) {
    if (error instanceof OssServiceError) return false
    throw error
  }
}
