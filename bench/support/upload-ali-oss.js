// The peer of the upload figures: ali-oss, multipart, the same part size and parallelism. Checks nothing.
import OSS from 'ali-oss'

const [port, path, parallel, partBytes] = process.argv.slice(2)
const client = new OSS({
  endpoint: `http://127.0.0.1:${port}`,
  region: 'oss-cn-hangzhou',
  bucket: 'bench-bucket',
  accessKeyId: 'LTAIexample',
  accessKeySecret: 'madeUpSecretOfTheBench',
  authorizationV4: true,
  timeout: 600_000,
})
await client.multipartUpload('bench.bak', path, {
  parallel: Number(parallel),
  partSize: Number(partBytes),
})
