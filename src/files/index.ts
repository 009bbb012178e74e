/** This machine's files: ranged reads, folders of backups, durable writes. */
export { atomicWrite } from './atomic-write.ts'
export { filesErrors } from './errors.ts'
export { filesErrorsZh } from './errors.zh.ts'
export { type FindOptions, type FoundFile, findBackups } from './find-backups.ts'
export { freeSpace } from './free-space.ts'
export { type OpenFile, openFile } from './open-file.ts'
export { readFailure } from './translate-error.ts'
export { openUploadSource, type UploadBuffers, uploadBuffers } from './upload-source.ts'
