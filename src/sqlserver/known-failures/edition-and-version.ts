/** Encryption, editions and versions that keep a restored database closed. */
import type { KnownFailure } from '../../core/index.ts'

export const editionAndVersionFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_CERTIFICATE_NOT_FOUND',
    seenIn: ['sql-server'],
    sqlNumber: 33111,
    retry: 'never',
    texts: {
      en: ["Cannot find server %S_MSG with thumbprint '%.*ls'."],
      zh: ["找不到指纹为 '%.*ls' 的服务器 %S_MSG。"],
    },
    en: {
      cause:
        'The database uses TDE, or the backup is encrypted, and the certificate is not on the destination; RDS cannot have yours.',
      solution:
        'Turn TDE off on the source (ALTER DATABASE … SET ENCRYPTION OFF), wait for decryption, drop the key, back up without ENCRYPTION.',
    },
    zh: {
      cause: '数据库启用了 TDE 或备份已加密，目标端没有证书，RDS 也无法导入。',
      solution: '请在源端关闭 TDE 并等待解密完成、删除密钥，再做不加密的备份。',
    },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_CERTIFICATE_NOT_BACKED_UP',
    seenIn: ['sql-server'],
    sqlNumber: 33091,
    retry: 'none',
    texts: {
      en: [
        'Warning: The certificate used for encrypting the database encryption key has not been backed up. You should immediately back up the certificate and the private key associated with the certificate. If the certificate ever becomes unavailable or if you must restore or attach the database on another server, you must have backups of both the certificate and the private key or you will not be able to open the database.',
      ],
      zh: [
        '警告：尚未对用于加密数据库加密密钥的证书进行备份。应当立即备份该证书以及与该证书关联的私钥。如果证书变为不可用，或者如果必须在另一台服务器上还原或附加数据库，则必须同时具有证书和私钥的备份，否则将无法打开该数据库。',
      ],
    },
    en: {
      cause: 'A warning of the source about its TDE certificate.',
      solution: 'Back the certificate up.',
    },
    zh: { cause: '源端提示 TDE 证书尚未备份。', solution: '请备份证书和私钥。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_TDE_NOT_IN_EDITION',
    seenIn: ['sql-server'],
    sqlNumber: 33117,
    retry: 'never',
    texts: {
      en: [
        'Transparent Data Encryption is not available in the edition of this SQL Server instance. See books online for more details on feature support in different SQL Server editions.',
      ],
      zh: [
        '在此版本类别的 SQL Server 实例中，透明数据加密不可用。有关不同 SQL Server 版本中支持的功能的详细信息，请参阅联机丛书。',
      ],
    },
    en: { cause: 'The edition has no TDE.', solution: 'Turn TDE off before the backup.' },
    zh: { cause: '该版本类别不支持 TDE。', solution: '请在备份前关闭 TDE。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_MASTER_KEY_NEEDED',
    seenIn: ['sql-server'],
    sqlNumber: 15581,
    retry: 'never',
    texts: {
      en: [
        'Please create a master key in the database or open the master key in the session before performing this operation.',
      ],
      zh: ['在执行此操作之前，请在数据库中创建一个主密钥或在会话中打开该主密钥。'],
    },
    en: {
      cause: 'The database master key is not open.',
      solution: 'OPEN MASTER KEY with its password.',
    },
    zh: { cause: '数据库主密钥未打开。', solution: '请用密码 OPEN MASTER KEY。' },
    sources: ['S14r', 'S15'],
  },
  {
    code: 'SQL_EDITION_PARTITION',
    seenIn: ['sql-server'],
    sqlNumber: 905,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be started in this edition of SQL Server because it contains a partition function '%.*ls'. Only Enterprise edition of SQL Server supports partitioning.",
      ],
      zh: [
        "数据库 '%.*ls' 不能在此版本的 SQL Server 中启动，因为它包含分区函数 '%.*ls'。只有 SQL Server Enterprise Edition 支持分区。",
      ],
    },
    en: {
      cause: 'The destination edition (before 2016 SP1) has no partitioning.',
      solution: 'Use Enterprise edition or a newer version, or remove partitions.',
    },
    zh: {
      cause: '目标版本类别（2016 SP1 之前）不支持分区。',
      solution: '请选用企业版或更高版本，或移除分区。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_EDITION_COMPRESSION',
    seenIn: ['sql-server'],
    sqlNumber: 909,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be started in this edition of SQL Server because part or all of object '%.*ls' is enabled with data compression or vardecimal storage format. Data compression and vardecimal storage format are only supported on SQL Server Enterprise Edition.",
      ],
      zh: [
        "数据库 '%.*ls' 无法在此版本的 SQL Server 中启动，因为对象 '%.*ls' 的部分或全部启用了数据压缩或 Vardecimal 存储格式。只有 SQL Server Enterprise Edition 才能支持数据压缩和 Vardecimal 存储格式。",
      ],
    },
    en: {
      cause: 'The destination edition has no data compression.',
      solution: 'Rebuild the object without compression, or use another edition.',
    },
    zh: {
      cause: '目标版本类别不支持数据压缩。',
      solution: '请重建对象去掉压缩，或选用其他版本类别。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_EDITION_FEATURE',
    seenIn: ['sql-server'],
    sqlNumber: 933,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be started because some of the database functionality is not available in the current edition of SQL Server.",
      ],
      zh: ["数据库 '%.*ls' 不能启动，因为某些数据库功能在当前版本的 SQL Server 中不可用。"],
    },
    en: {
      cause: 'The database uses features that the edition lacks.',
      solution: 'Query sys.dm_db_persisted_sku_features on the source and remove them.',
    },
    zh: {
      cause: '数据库使用了该版本类别不支持的功能。',
      solution: '请在源端查询 sys.dm_db_persisted_sku_features 并移除。',
    },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_EDITION_CDC',
    seenIn: ['sql-server'],
    sqlNumber: 934,
    retry: 'never',
    texts: {
      en: [
        "SQL Server cannot load database '%.*ls' because Change Data Capture is enabled. The currently installed edition of SQL Server does not support Change Data Capture. Either restore database without KEEP_CDC option, or upgrade the instance to one that supports Change Data Capture.",
      ],
      zh: [
        "由于启用了变更数据捕获，SQL Server 无法加载数据库 '%.*ls'。当前安装的 SQL Server 版本不支持变更数据捕获。请使用支持的 SQL Server 版本禁用该数据库中的变更数据捕获，或者将此实例升级为支持变更数据捕获的版本。",
      ],
    },
    en: {
      cause: 'CDC is on and the edition lacks it.',
      solution: 'Turn CDC off before the last backup.',
    },
    zh: { cause: '启用了 CDC 而版本类别不支持。', solution: '请在最后一次备份前停用 CDC。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_EDITION_COLUMNSTORE',
    seenIn: ['sql-server'],
    sqlNumber: 980,
    retry: 'never',
    texts: {
      en: [
        "SQL Server cannot load database '%.*ls' because it contains a columnstore index. The currently installed edition of SQL Server does not support columnstore indexes. Either disable the columnstore index in the database by using a supported edition of SQL Server, or upgrade the instance of SQL Server to a version that supports columnstore index.",
      ],
      zh: ["由于它包含列存储索引，SQL Server 无法加载数据库 '%.*ls'。"],
    },
    en: {
      cause: 'Columnstore indexes and an edition without them.',
      solution: 'Drop the indexes or use another edition.',
    },
    zh: { cause: '存在列存储索引而版本类别不支持。', solution: '请删除该索引或选用其他版本类别。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_VERSION_LATER',
    seenIn: ['sql-server'],
    sqlNumber: 943,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be opened because its version (%d) is later than the current server version (%d).",
      ],
      zh: ["无法打开数据库 '%.*ls'，因为该数据库的版本(%d)高于当前服务器版本(%d)。"],
    },
    en: { cause: 'The database is newer than the server.', solution: 'Use a newer server.' },
    zh: { cause: '数据库版本高于服务器。', solution: '请使用更高版本。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_VERSION_NO_DOWNGRADE',
    seenIn: ['sql-server'],
    sqlNumber: 948,
    retry: 'never',
    texts: {
      en: [
        "The database '%.*ls' cannot be opened because it is version %d. This server supports version %d and earlier. A downgrade path is not supported.",
      ],
      zh: ["数据库 '%.*ls' 的版本为 %d，无法打开。此服务器支持 %d 版及更低版本。不支持降级路径。"],
    },
    en: { cause: 'The database is newer than the server.', solution: 'Use a newer server.' },
    zh: { cause: '数据库版本高于服务器，不支持降级。', solution: '请使用更高版本。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_VERSION_TOO_OLD',
    seenIn: ['sql-server'],
    sqlNumber: 950,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be upgraded because its non-release version (%d) is not supported by this version of SQL Server. You cannot open a database that is incompatible with this version of sqlservr.exe. You must re-create the database.",
      ],
      zh: [
        "无法升级数据库 '%.*ls'，因为此版本的 SQL Server 不支持该数据库的非发布版本(%d)。不能打开与此版本的 sqlservr.exe 不兼容的数据库。必须重新创建该数据库。",
      ],
    },
    en: {
      cause: 'A preview or very old database.',
      solution: 'Upgrade it in between, on a server that knows both.',
    },
    zh: { cause: '预览版或过旧的数据库。', solution: '请先在中间版本上升级。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_UPGRADE_READ_ONLY',
    seenIn: ['sql-server'],
    sqlNumber: 3415,
    retry: 'never',
    texts: {
      en: [
        "Database '%.*ls' cannot be upgraded because it is read-only, has read-only files or the user does not have permissions to modify some of the files. Make the database or files writeable, and rerun recovery.",
      ],
      zh: [
        "无法升级数据库 '%.*ls'，因为它是只读的，或者具有只读文件。请将数据库或文件设为可写，然后重新运行恢复操作。",
      ],
    },
    en: {
      cause: 'A read-only database must be upgraded at the destination.',
      solution: 'Set it READ_WRITE before the backup.',
    },
    zh: { cause: '只读数据库无法在目标端升级。', solution: '请在备份前设为可读写。' },
    sources: ['S14', 'S15'],
  },
  {
    code: 'SQL_FILESTREAM_OFF',
    seenIn: ['sql-server'],
    sqlNumber: 5591,
    retry: 'never',
    texts: { en: ['FILESTREAM feature is disabled.'], zh: ['FILESTREAM 功能被禁用。'] },
    en: {
      cause:
        'The database has FILESTREAM data and the destination has it off; RDS does not document support.',
      solution: 'Move the data out of FILESTREAM first.',
    },
    zh: {
      cause: '数据库含 FILESTREAM 数据而目标端未启用；RDS 文档未说明支持。',
      solution: '请先把数据移出 FILESTREAM。',
    },
    sources: ['S14r', 'S15'],
  },
]
