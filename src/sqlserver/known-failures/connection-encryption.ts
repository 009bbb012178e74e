/** TLS between the driver and SQL Server. Certificate texts differ between OpenSSL releases: the code of the cause decides. */
import type { KnownFailure } from '../../core/index.ts'

export const connectionEncryptionFailures: readonly KnownFailure[] = [
  {
    code: 'SQL_TLS_REQUIRED',
    seenIn: ['tds-driver'],
    vendorCodes: ['EENCRYPT'],
    retry: 'never',
    texts: { en: ["Server requires encryption, set 'encrypt' config option to true."], zh: [] },
    en: {
      cause: 'The server accepts encrypted connections only.',
      solution: 'Turn encryption on.',
    },
    zh: { cause: '服务器只接受加密连接。', solution: '请开启加密连接。' },
    sources: ['S16'],
  },
  {
    code: 'SQL_TLS_SELF_SIGNED',
    seenIn: ['tds-driver'],
    vendorCodes: ['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
    retry: 'never',
    texts: {
      en: [
        'Failed to connect to {host}:{port} - self-signed certificate',
        'Failed to connect to {host}:{port} - self signed certificate',
        'self-signed certificate in certificate chain',
      ],
      zh: [],
    },
    en: {
      cause:
        'The server shows a certificate that nobody vouches for: the usual case for SQL Server.',
      solution:
        'Give the client the certificate of the server; on a trusted network let it trust the server certificate.',
    },
    zh: {
      cause: '服务器使用自签名证书，这是 SQL Server 的常见情况。',
      solution: '请为客户端提供服务器证书；在可信网络中可选择信任服务器证书。',
    },
    sources: ['S16', 'S18'],
  },
  {
    code: 'SQL_TLS_ISSUER_UNKNOWN',
    seenIn: ['tds-driver'],
    vendorCodes: [
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'UNABLE_TO_GET_ISSUER_CERT',
    ],
    retry: 'never',
    texts: {
      en: ['unable to verify the first certificate', 'unable to get local issuer certificate'],
      zh: [],
    },
    en: {
      cause: 'The issuing CA is not known to this machine.',
      solution: 'Give the client the file of the issuing CA, for example with NODE_EXTRA_CA_CERTS.',
    },
    zh: {
      cause: '本机不信任签发该证书的 CA。',
      solution: '请为客户端提供签发 CA 的证书文件，例如通过 NODE_EXTRA_CA_CERTS。',
    },
    sources: ['S18'],
  },
  {
    code: 'SQL_TLS_NAME_MISMATCH',
    seenIn: ['tds-driver'],
    vendorCodes: ['ERR_TLS_CERT_ALTNAME_INVALID'],
    retry: 'never',
    texts: {
      en: [
        "Hostname/IP does not match certificate's altnames: Host: {host}. is not cert's CN: {cn}",
      ],
      zh: [],
    },
    en: {
      cause: 'The certificate is for another name than the one you connect to.',
      solution: 'Connect by the name in the certificate.',
    },
    zh: { cause: '证书名称与连接地址不一致。', solution: '请用证书中的名称连接。' },
    sources: ['S18'],
  },
  {
    code: 'SQL_TLS_EXPIRED',
    seenIn: ['tds-driver'],
    vendorCodes: ['CERT_HAS_EXPIRED'],
    retry: 'never',
    texts: { en: ['certificate has expired'], zh: [] },
    en: {
      cause: 'The certificate of the server is past its date.',
      solution: 'Renew it, or trust it for this run.',
    },
    zh: { cause: '服务器证书已过期。', solution: '请更新证书，或本次选择信任。' },
    sources: ['S18'],
  },
  {
    code: 'SQL_TLS_TOO_OLD',
    seenIn: ['tds-driver'],
    vendorCodes: ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'ERR_SSL_UNSUPPORTED_PROTOCOL'],
    retry: 'never',
    texts: {
      en: [
        'SSL routines:ssl3_read_bytes:tlsv1 alert protocol version',
        'SSL routines:{function}:unsupported protocol',
      ],
      zh: [],
    },
    en: {
      cause: 'An old SQL Server (2008 to 2014 without updates) speaks only TLS 1.0.',
      solution:
        'Install the TLS 1.2 update on the server, or let the client accept TLS 1.0 for this run.',
    },
    zh: {
      cause: '旧版 SQL Server（未打补丁的 2008~2014）只支持 TLS 1.0。',
      solution: '请在服务器上安装 TLS 1.2 更新，或让客户端本次接受 TLS 1.0。',
    },
    sources: ['S18'],
  },
  {
    code: 'SQL_TLS_NOT_SPOKEN',
    seenIn: ['tds-driver'],
    vendorCodes: ['ERR_SSL_WRONG_VERSION_NUMBER'],
    retry: 'never',
    texts: { en: ['SSL routines:ssl3_get_record:wrong version number'], zh: [] },
    en: {
      cause:
        'The port does not speak TLS here: a wrong port, or strict encryption against an older server.',
      solution: 'Check the port; use encryption `on` instead of `strict` before SQL Server 2022.',
    },
    zh: {
      cause: '该端口不是 TLS：端口错误，或对旧版服务器使用了 strict。',
      solution: '请检查端口；SQL Server 2022 之前请用 on 而非 strict。',
    },
    sources: ['S18'],
  },
  {
    code: 'SQL_ENCRYPTION_UNSUPPORTED_BY_CLIENT',
    seenIn: ['sql-server'],
    sqlNumber: 17835,
    retry: 'never',
    texts: {
      en: [
        'Encryption is required to connect to this server but the client library does not support encryption; the connection has been closed. Please upgrade your client library.%.*ls',
      ],
      zh: ['连接到此服务器要求加密，但客户端库不支持加密；该连接已关闭。请升级您的客户端库。%.*ls'],
    },
    en: {
      cause: 'The server forces encryption and the client did not offer it.',
      solution: 'Turn encryption on.',
    },
    zh: { cause: '服务器强制加密，而客户端未启用。', solution: '请开启加密连接。' },
    sources: ['S14r', 'S15'],
  },
]
