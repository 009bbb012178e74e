/** Single objects: their names, their existence, their state. */
import type { KnownFailure } from '../../core/index.ts'

export const objectFailures: readonly KnownFailure[] = [
  {
    code: 'OSS_PREFIX_EMPTY',
    seenIn: ['migration-script'],
    retry: 'never',
    texts: {
      en: [
        'There is no backup file on OSS Bucket [xxxxxx] under [xxxxxxxxx] folder, check please.',
      ],
      zh: ['OSS Bucket中文件夹不存在或者没有备份文件'],
    },
    en: {
      cause: 'The folder does not exist, or none of its objects has the required backup name.',
      solution:
        'Check the folder name, upload the backups with `sqlferry upload`, or pass `/` for the bucket root.',
    },
    zh: {
      cause: '文件夹不存在，或其中没有符合命名要求的备份文件。',
      solution: '请检查文件夹名称，用 `sqlferry upload` 上传备份；根目录请填 `/`。',
    },
    sources: ['S1', 'S2', 'S3'],
  },
  {
    code: 'OSS_OBJECT_GONE_DURING_TASK',
    seenIn: ['task-description'],
    retry: 'never',
    texts: { en: [], zh: [] },
    en: {
      cause: 'The object was deleted or overwritten before the task ended.',
      solution:
        'Upload it again and keep it until the task is done; sqlferry cleans up only after success.',
    },
    zh: {
      cause: '任务完成前 Object 被删除或覆盖。',
      solution: '请重新上传并保留到任务结束；sqlferry 只在成功后清理。',
    },
    sources: ['S6', 'S7'],
  },
  {
    code: 'OSS_OBJECT_NAME_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [400],
    vendorCodes: ['InvalidObjectName'],
    retry: 'never',
    texts: {
      en: [
        'The Object name can not be empty.',
        'The Length of Object name must be less than 1024.',
        'The specified object is not valid.',
      ],
      zh: ['Object命名不符合规范。'],
    },
    en: {
      cause: 'The key is empty, longer than 1,023 bytes, or begins with / or \\.',
      solution: 'Change the folder or file name.',
    },
    zh: {
      cause: 'Object 名称为空、超过 1023 字节，或以 /、\\ 开头。',
      solution: '请修改文件夹或文件名。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_OBJECT_NOT_FOUND',
    seenIn: ['oss-api'],
    httpStatuses: [404],
    vendorCodes: ['NoSuchKey'],
    retry: 'never',
    texts: {
      en: ['The specified key does not exist.'],
      zh: [
        'Object命名不符合规范；触发生命周期管理规则，Object被删除',
        '触发生命周期管理规则，Object被删除',
      ],
    },
    en: {
      cause: 'The object is not there: never uploaded, deleted, or removed by a lifecycle rule.',
      solution: 'Upload it again and check lifecycle rules.',
    },
    zh: {
      cause: 'Object 不存在：未上传、已删除或被生命周期规则清理。',
      solution: '请重新上传并检查生命周期规则。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_ALREADY_EXISTS',
    seenIn: ['oss-api'],
    httpStatuses: [409],
    vendorCodes: ['FileAlreadyExists'],
    retry: 'never',
    texts: {
      en: ['The object you specified already exists and can not be overwritten.'],
      zh: [
        '当请求的Header中携带x-oss-forbid-overwrite=true时，表示禁止覆盖同名文件。如果文件已存在，则返回该错误。',
      ],
    },
    en: {
      cause: 'An object of this name exists and overwriting is forbidden.',
      solution:
        'Compare size and CRC-64: if they agree, the upload was done before; otherwise choose another name.',
    },
    zh: {
      cause: '已有同名 Object 且禁止覆盖。',
      solution: '请比对大小和 CRC-64：一致则说明之前已上传，否则请换名。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_OBJECT_IMMUTABLE',
    seenIn: ['oss-api'],
    httpStatuses: [409],
    vendorCodes: ['FileImmutable'],
    retry: 'never',
    texts: {
      en: ['The object you specified is immutable.'],
      zh: ['您试图删除或修改Bucket内处于保护状态的Object。'],
    },
    en: {
      cause: 'A retention policy (WORM) protects the object.',
      solution: 'Use another bucket, or wait until the retention ends.',
    },
    zh: { cause: 'Object 受合规保留策略保护。', solution: '请换用其他 Bucket，或等待保留期结束。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_RANGE_INVALID',
    seenIn: ['oss-api'],
    httpStatuses: [416],
    vendorCodes: ['InvalidRange'],
    retry: 'now',
    texts: {
      en: ['The requested range cannot be satisfied.'],
      zh: ['通过HTTP Range请求获取大文件的部分内容时，选取了无效的范围。'],
    },
    en: {
      cause: 'The range lies outside the object: it was replaced meanwhile.',
      solution: 'Read it again from the start.',
    },
    zh: { cause: '请求的范围超出 Object，可能已被替换。', solution: '请从头重新读取。' },
    sources: ['S11'],
  },
  {
    code: 'OSS_PRECONDITION_FAILED',
    seenIn: ['oss-api'],
    httpStatuses: [412],
    vendorCodes: ['PreconditionFailed'],
    retry: 'never',
    texts: {
      en: ['At least one of the pre-conditions you specified did not hold.'],
      zh: ['预处理错误，下载条件不符合。'],
    },
    en: {
      cause: 'The object changed since it was last seen.',
      solution: 'Check who writes to the bucket, then start again.',
    },
    zh: {
      cause: 'Object 在此期间被修改。',
      solution: '请确认是否有其他程序写入该 Bucket，再重新开始。',
    },
    sources: ['S11'],
  },
  {
    code: 'OSS_OBJECT_ARCHIVED',
    seenIn: ['oss-api'],
    httpStatuses: [403],
    vendorCodes: ['InvalidObjectState'],
    retry: 'never',
    texts: {
      en: ["The operation is not valid for the object's state."],
      zh: ['下载归档类型Object时……未提交RestoreObject请求'],
    },
    en: { cause: 'The object is archived.', solution: 'Upload the backup to a Standard bucket.' },
    zh: { cause: 'Object 处于归档状态。', solution: '请将备份上传到标准存储的 Bucket。' },
    sources: ['S11'],
  },
]
