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

  /// The number of patterns that share a dictionary, and are in memory at a time.
  private static let chunk = 1024

  /// A stretch of a group of images.
  private struct Stretch {
    /// The numbers of the images.
    let images: [Int]
    /// The images of their detector.
    let group: Set<Int>
  }

  /// The matches of all images, in their order.
  ///
  /// - Parameter geometry: a function that finds the detector of a group.
  /// - Returns: for each image, one match for each candidate.
  /// - Throws: `PipelineError` after an interruption, and the errors of reading images and of keeping parts.
  func matches(_ geometry: (PhaseImages.Group) throws -> DetectorGeometry) throws -> [[PatternMatch]] {
    let count = patterns.images.references.count
    var found: [[PatternMatch]] = Array(repeating: [], count: count)
    var (number, done) = (0, 0)
    for group in patterns.images.groups {
      // A detector that was fitted is kept with the parts.
      let kept = try progress?.part(number)?.geometry
      let geometry = try kept ?? geometry(group)
      for stretch in Self.stretches(of: group) {
        var starts: PhaseMatching.Starts?
        for first in stride(from: 0, to: stretch.images.count, by: partSize) {
          guard !observer.isInterrupted else {
            throw PipelineError("interrupted" + (progress == nil ? "" : "; the same command continues from here"))
          }
          let range = first..<min(first + partSize, stretch.images.count)
          let matches: [[PatternMatch]]
          if let part = try progress?.part(number) {
            matches = part.patternMatches
          } else {
            // The whole stretch, since its sums depend on all of its patterns.
            let known =
              try starts
              ?? matching.starts(of: patterns(stretch.images, of: stretch.group), geometry: geometry, pool: pool)
            starts = known
            matches = matching.refined(known, range, pool: pool)
            try progress?.keep(PhaseProgress.Part(matches, geometry: geometry), as: number)
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

  private static func stretches(of group: PhaseImages.Group) -> [Stretch] {
    let members = Set(group.images)
    return stride(from: 0, to: group.images.count, by: chunk).map { first in
      Stretch(images: Array(group.images[first..<min(first + chunk, group.images.count)]), group: members)
    }
  }
}
