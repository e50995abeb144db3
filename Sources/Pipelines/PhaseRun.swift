import Diffraction
import Imaging
import Workers

/// The matching of all patterns of a phase identification, chunk by chunk.
struct PhaseRun {
  let matching: PhaseMatching
  let patterns: AveragedPatterns
  /// The finished parts; nil to keep none.
  let progress: PhaseProgress?
  let observer: any PipelineObserver
  let pool: WorkerPool
  /// The number of patterns of a part, after which the run can be interrupted.
  let partSize: Int

  /// The end of a run that was interrupted.
  var interruption: PipelineError {
    PipelineError("interrupted" + (progress == nil ? "" : "; the same command continues from here"))
  }

  /// The number of patterns that share a dictionary, and are in memory at a time.
  private static let chunk = 1024

  /// A stretch of a group of images.
  private struct Stretch {
    /// The numbers of the images.
    let images: [Int]
    /// The images of their detector.
    let group: Set<Int>
  }

  /// The matches of images, in their order.
  ///
  /// - Parameters:
  ///   - detectors: the detector of each group.
  ///   - chosen: the numbers of the images to match; nil for all.
  /// - Returns: for each image, one match for each candidate; none for an image that is not matched.
  /// - Throws: `PipelineError` after an interruption, and the errors of reading images and of keeping parts.
  func matches(on detectors: [DetectorGeometry], of chosen: Set<Int>? = nil) throws -> [[PatternMatch]] {
    let count = chosen?.count ?? patterns.images.references.count
    var found: [[PatternMatch]] = Array(repeating: [], count: patterns.images.references.count)
    var (number, done) = (0, 0)
    for (group, geometry) in zip(patterns.images.groups, detectors) {
      for stretch in Self.stretches(of: group, chosen) {
        var starts: PhaseMatching.Starts?
        for first in stride(from: 0, to: stretch.images.count, by: partSize) {
          guard !observer.isInterrupted else { throw interruption }
          let range = first..<min(first + partSize, stretch.images.count)
          let matches: [[PatternMatch]]
          if let part = try progress?.part(number) {
            matches = part.patternMatches(on: geometry)
          } else {
            // The whole stretch, since its sums depend on all of its patterns.
            let known =
              try starts
              ?? matching.starts(of: patterns(stretch.images, of: stretch.group), geometry: geometry, pool: pool)
            starts = known
            matches = matching.refined(known, range, pool: pool)
            try progress?.keep(PhaseProgress.Part(matches), as: number)
          }
          for (image, match) in zip(stretch.images[range], matches) { found[image] = match }
          number += 1
        }
        done += stretch.images.count
        try observer.receive(.matched(done, of: count))
      }
    }
    return found
  }

  /// The matches improved by the orientations of neighbours, and with the mean scores of those of one crystal.
  func joined(_ matches: [[PatternMatch]], _ neighbours: ScanNeighbours) throws -> [[PatternMatch]] {
    let joining = NeighbourMatching(matching)
    var improved = matches
    for group in patterns.images.groups {
      for stretch in Self.stretches(of: group) {
        guard !observer.isInterrupted else { throw PipelineError("interrupted") }
        let better = joining.improved(
          stretch.images.map { matches[$0] },
          of: try patterns(stretch.images, of: stretch.group),
          by: stretch.images.map { around($0, stretch.group, neighbours).map { matches[$0] } },
          pool: pool
        )
        for (image, match) in zip(stretch.images, better) { improved[image] = match }
      }
    }
    let better = improved
    var joined = improved
    for group in patterns.images.groups {
      let members = Set(group.images)
      for image in group.images {
        joined[image] = joining.joined(better[image], with: around(image, members, neighbours).map { better[$0] })
      }
    }
    return joined
  }

  private func around(_ image: Int, _ group: Set<Int>, _ neighbours: ScanNeighbours) -> [Int] {
    neighbours.images(around: image, radius: 1).filter(group.contains)
  }

  private static func stretches(of group: PhaseImages.Group, _ chosen: Set<Int>? = nil) -> [Stretch] {
    let members = Set(group.images)
    let images = chosen.map { group.images.filter($0.contains) } ?? group.images
    return stride(from: 0, to: images.count, by: chunk).map { first in
      Stretch(images: Array(images[first..<min(first + chunk, images.count)]), group: members)
    }
  }

  /// Calls a function with the patterns of all images, stretch by stretch.
  ///
  /// - Parameter body: a function of the numbers of images and their patterns.
  /// - Throws: `PipelineError` after an interruption, and the errors of reading images and of the function.
  func forEachStretch(_ body: (_ images: [Int], _ patterns: [GrayImage]) throws -> Void) throws {
    for group in patterns.images.groups {
      for stretch in Self.stretches(of: group) {
        guard !observer.isInterrupted else { throw interruption }
        try body(stretch.images, patterns(stretch.images, of: stretch.group))
      }
    }
  }

  /// The patterns of some images.
  func patterns(of chosen: Set<Int>) throws -> [GrayImage] {
    try patterns.images.groups.flatMap { group in
      try Self.stretches(of: group, chosen).flatMap { try patterns($0.images, of: $0.group) }
    }
  }
}
