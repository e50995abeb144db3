import Imaging
import Workers

/// The patterns of a scan, averaged with their neighbours if asked for.
struct AveragedPatterns {
  let images: PhaseImages
  /// The averaging with the neighbours; nil for the patterns as they are.
  let averaging: (method: NonLocalAveraging, neighbours: ScanNeighbours)?
  let pool: WorkerPool

  /// Reads patterns.
  ///
  /// - Parameters:
  ///   - part: the numbers of the images.
  ///   - group: the numbers of all images of their detector; others have no part in the averages.
  /// - Returns: the patterns, in the order of the numbers.
  /// - Throws: the errors of reading the images.
  func callAsFunction(_ part: [Int], of group: Set<Int>) throws -> [GrayImage] {
    guard let (method, neighbours) = averaging else { return try part.map(images.image) }
    func around(_ image: Int, _ radius: Int) -> [Int] {
      neighbours.images(around: image, radius: radius).filter(group.contains)
    }
    let windows = part.map { around($0, method.radius) }
    let averaged = Set(part).union(windows.joined()).sorted()
    let adjacent = averaged.map { around($0, 1) }
    // The noise of a pattern at the edge of a window needs patterns outside it.
    let read = Set(averaged).union(adjacent.joined()).sorted()
    let patterns = Dictionary(uniqueKeysWithValues: zip(read, try read.map(images.image)))
    let found = pool.map(averaged.count) { index -> (Int, (pattern: GrayImage, variance: Float))? in
      guard let pattern = patterns[averaged[index]] else { return nil }
      let variance = NonLocalAveraging.noiseVariance(
        of: pattern,
        neighbours: adjacent[index].compactMap { patterns[$0] }
      )
      return (averaged[index], (pattern, variance))
    }
    let known = Dictionary(uniqueKeysWithValues: found.compactMap(\.self))
    return pool.map(part.count) { index -> GrayImage? in
      known[part[index]].map { own in
        method(own.pattern, variance: own.variance, neighbours: windows[index].compactMap { known[$0] })
      }
    }.compactMap(\.self)
  }
}
