/** Striped backups and the devices they lie on. */
import type { KnownFailure } from '../../core/index.ts'

export const mediaSetFailures: readonly KnownFailure[] = [
  {
    code: 'BAK_FAMILY_MISSING',
    seenIn: ['sql-server'],
    sqlNumber: 3132,
    retry: 'never',
    texts: {
      en: [
        'The media set has %d media families but only %d are provided. All members must be provided.',
      ],
      zh: ['介质集有 %d 个介质簇，但只提供了 %d 个。必须提供所有成员。'],
    },
    en: {
      cause:
        'The backup is striped over several files and some are missing; RDS takes one file per backup.',
      solution:
        'Give all files to `sqlferry inspect`; for RDS take the backup again into one file.',
    },
    zh: {
      cause: '条带化备份缺少部分文件；RDS 每个备份只接受一个文件。',
      solution: '请向 `sqlferry inspect` 提供全部文件；上云请重新备份到单个文件。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_FAMILY_REPEATED',
    seenIn: ['sql-server'],
    sqlNumber: 3227,
    retry: 'never',
    texts: {
      en: [
        'The backup media on "%ls" is part of media family %d which has already been processed on "%ls". Ensure that backup devices are correctly specified. For tape devices, ensure that the correct volumes are loaded.',
      ],
      zh: [
        '"%ls" 上的备份介质是介质簇 %d 的一部分，该介质簇已在 "%ls" 上进行了处理。请确保正确指定了备份设备。对于磁带设备，请确保加载了正确的卷。',
      ],
    },
    en: { cause: 'The same stripe was given twice.', solution: 'Give each stripe once.' },
    zh: { cause: '同一条带重复指定。', solution: '每个条带只指定一次。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_FILE_NOT_IN_SET',
    seenIn: ['sql-server'],
    sqlNumber: 3258,
    retry: 'never',
    texts: {
      en: [
        'The volume on the device "%ls" is not part of the media set that is currently being processed. Ensure that the backup devices are loaded with the correct media.',
      ],
      zh: ['设备 "%ls" 上的卷不是当前正处理的介质集的一部分。请确保使用正确的介质加载了备份设备。'],
    },
    en: { cause: 'A file of another backup was mixed in.', solution: 'Take it out.' },
    zh: { cause: '混入了其他备份的文件。', solution: '请移除该文件。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_WRONG_SEQUENCE',
    seenIn: ['sql-server'],
    sqlNumber: 3133,
    retry: 'never',
    texts: {
      en: [
        'The volume on device "%ls" is sequence number %d of media family %d, but sequence number %d of media family %d is expected. Check that the device specifications and loaded media are correct.',
      ],
      zh: [
        '设备 "%ls" 上的卷的序列号为 %d，属于介质簇 %d，但序列号应为 %d，属于介质簇 %d。请检查指定的设备和加载的介质是否正确。',
      ],
    },
    en: {
      cause: 'The files are given in the wrong roles.',
      solution: 'Check which file is which with `sqlferry inspect`.',
    },
    zh: { cause: '文件对应关系不正确。', solution: '请用 `sqlferry inspect` 核对。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_READ_IO',
    seenIn: ['sql-server'],
    sqlNumber: 3271,
    retry: 'later',
    texts: {
      en: ['A nonrecoverable I/O error occurred on file "%ls:" %ls.'],
      zh: ['在文件 "%ls:" 上发生不可恢复的 I/O 错误: %ls。'],
    },
    en: {
      cause: 'The storage failed while reading or writing; with 995 it only follows an abort.',
      solution: 'Check disk and network; look for the first error.',
    },
    zh: {
      cause: '读写时存储出错；995 表示被中止。',
      solution: '请检查磁盘和网络，并查看最早的错误。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'BAK_BLOCK_SIZE',
    seenIn: ['sql-server'],
    sqlNumber: 3272,
    retry: 'never',
    texts: {
      en: [
        "The '%ls' device has a hardware sector size of %d, but the block size parameter specifies an incompatible override value of %d. Reissue the statement using a compatible block size.",
      ],
      zh: [
        "'%ls' 设备的硬件扇区大小为 %d，但块大小参数却指定了不兼容的替代值 %d。请用兼容的块大小重新发出该语句。",
      ],
    },
    en: { cause: 'BLOCKSIZE does not suit the disk.', solution: 'Leave BLOCKSIZE out.' },
    zh: { cause: 'BLOCKSIZE 与磁盘不匹配。', solution: '请不要指定 BLOCKSIZE。' },
    sources: ['S14', 'S15'],
  },
]
