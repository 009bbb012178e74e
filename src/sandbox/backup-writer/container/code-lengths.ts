/** Lengths of a Huffman code of at most 15 bits that leaves no code unused. @source MS-XCA 2.1.4.1 [spec] */

const mostBits = 15

/** Returns the code length of each symbol, 0 for those that do not occur. @param counts  how often each occurs */
export function codeLengths(counts: Uint32Array): Uint8Array {
  const used: number[] = []
  for (let symbol = 0; symbol < counts.length; symbol++) if (counts[symbol]) used.push(symbol)
  // A code has at least two symbols; any other will do.
  for (let symbol = 0; used.length < 2; symbol++) if (!used.includes(symbol)) used.push(symbol)
  let weights = used.map((symbol) => Math.max(1, counts[symbol] ?? 0))
  for (;;) {
    const depths = treeDepths(weights)
    if (Math.max(...depths) <= mostBits) {
      const lengths = new Uint8Array(counts.length)
      for (const [index, symbol] of used.entries()) lengths[symbol] = depths[index] ?? 0
      return lengths
    }
    // Rare symbols are made less rare until the tree is flat enough.
    weights = weights.map((weight) => (weight >> 1) + 1)
  }
}

/** Depths of the leaves of a Huffman tree, made with two queues: leaves by weight, and nodes as they come. */
function treeDepths(weights: readonly number[]): number[] {
  const order = weights
    .map((_, index) => index)
    .sort((a, b) => (weights[a] ?? 0) - (weights[b] ?? 0))
  const count = weights.length
  const nodeWeights = order.map((index) => weights[index] ?? 0)
  const parents: number[] = []
  let leaf = 0
  let node = count
  const take = () => {
    const leafWeight = leaf < count ? (nodeWeights[leaf] ?? 0) : Number.POSITIVE_INFINITY
    const inner = node < nodeWeights.length ? (nodeWeights[node] ?? 0) : Number.POSITIVE_INFINITY
    return leafWeight <= inner ? leaf++ : node++
  }
  for (let made = 1; made < count; made++) {
    const left = take()
    const right = take()
    parents[left] = nodeWeights.length
    parents[right] = nodeWeights.length
    nodeWeights.push((nodeWeights[left] ?? 0) + (nodeWeights[right] ?? 0))
  }
  const depths: number[] = []
  depths[nodeWeights.length - 1] = 0
  for (let index = nodeWeights.length - 2; index >= 0; index--)
    depths[index] = (depths[parents[index] ?? 0] ?? 0) + 1
  const result: number[] = []
  for (const [index, original] of order.entries()) result[original] = depths[index] ?? 0
  return result
}
