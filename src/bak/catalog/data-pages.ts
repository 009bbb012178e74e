/** The leaf data pages of a heap or a clustered index: what its allocation maps list and the pages confirm. */
import type { DatabasePages, Page, PageAddress } from '../pages/database-pages.ts'
import { headerOfUnit, isOfUnit, unitPageAddresses } from '../pages/iam.ts'
import { isPage, pageType, pageTypes } from '../pages/page.ts'
import type { AllocationUnit } from './catalog.ts'

/**
 * Yields the pages in the order of the allocation maps. Pages of another unit are left out: a page may have gone over
 * to one while the backup was taken.
 *
 * @param onMissing  called with the place of a page that is allocated, but not in the backup
 * @throws BAK_IAM_DAMAGED, what reading pages throws, and the signal's reason
 * @source bak-format facts 4.1: 603 of 603 row counts [measured]
 */
export async function* dataPages(
  pages: DatabasePages,
  unit: AllocationUnit,
  onMissing: (address: PageAddress) => void,
  signal?: AbortSignal,
): AsyncGenerator<Page> {
  const header = headerOfUnit(unit.unitId)
  for await (const address of unitPageAddresses(pages, unit.firstIamPage, signal)) {
    const { fileId, pageId } = address
    if (!(await pages.isAllocated(fileId, pageId, signal))) continue
    const page = pages.peek(fileId, pageId) ?? (await pages.load(fileId, pageId, signal))
    if (page === undefined || !isPage(page.view, fileId, pageId)) {
      onMissing(address)
      continue
    }
    const isLeaf = pageType(page.view) === pageTypes.data && page.view.getUint8(3) === 0
    if (isLeaf && isOfUnit(page.view, header)) yield page
  }
}
