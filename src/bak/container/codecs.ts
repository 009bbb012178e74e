/** What can be passed in to decompress: codecs that this folder does not bring along. */

export interface BackupCodecs {
  /**
   * Returns the bytes of one zstd frame; throws where it is malformed or gives more than `outputBytes`.
   * Without it a backup taken WITH (ALGORITHM = ZSTD) is refused with BAK_CODEC_MISSING.
   */
  readonly zstd?: (payload: Uint8Array, outputBytes: number) => Uint8Array
}

/**
 * MS_XPRESS (LZ77 with Huffman codes) or ZSTD.
 *
 * @source bak-format facts 2.1 and 2.2: xpress [measured], zstd [guess]
 */
export type CompressionAlgorithm = 'xpress' | 'zstd'
