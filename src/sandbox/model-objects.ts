/** The sandbox's objects as its RDS sees them: straight from the model, whoever owns them. */
import type { SandboxObjects } from './objects.ts'
import { bucketInfoOf, type OssModel } from './oss/model.ts'
import { openPieces } from './oss/object-bytes.ts'

/** Returns the view of a model that RDS reads. */
export function modelObjects(model: OssModel): SandboxObjects {
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
  }
}
