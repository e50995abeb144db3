import Diffraction
import Imaging
import NeuralNetworks
import Synchronization
import Workers

/// The matching of all patterns of a phase identification, chunk by chunk.
struct PhaseRun {
  let matching: PhaseMatching
  let patterns: AveragedPatterns
  /// The finished parts; nil to keep none.
  let progress: PhaseProgress?
  let observer: any PipelineObserver
  let pool: WorkerPool
  /// The processes that share the matching; each has all images.
  let processes: any ProcessGroup
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

  /// A part of a stretch, of which the matches are kept.
  private struct Part {
    /// The number of its stretch.
    let stretch: Int
    /// Its patterns in the stretch.
    let range: Range<Int>
  }

  /// The matches of images, in their order, which the processes share.
  ///
  /// - Parameters:
  ///   - detectors: the detector of each group.
  ///   - chosen: the numbers of the images to match; nil for all.
  /// - Returns: for each image, one match for each candidate; none for an image that is not matched.
  /// - Throws: `PipelineError` after an interruption, and the errors of reading images and of keeping parts.
  func matches(on detectors: [DetectorGeometry], of chosen: Set<Int>? = nil) throws -> [[PatternMatch]] {
    let stretches = zip(patterns.images.groups, detectors).flatMap { group, geometry in
      Self.stretches(of: group, chosen).map { (stretch: $0, geometry: geometry) }
    }
    let parts = stretches.enumerated().flatMap { number, element in
      stride(from: 0, to: element.stretch.images.count, by: partSize).map { first in
        Part(stretch: number, range: first..<min(first + partSize, element.stretch.images.count))
      }
    }
    let found = try found(parts, stretches)
    var matches: [[PatternMatch]] = Array(repeating: [], count: patterns.images.references.count)
    for (part, found) in zip(parts, found) {
      let (stretch, geometry) = stretches[part.stretch]
      for (image, match) in zip(stretch.images[part.range], found.patternMatches(on: geometry)) {
        matches[image] = match
      }
    }
    return matches
  }

  /// The matches of parts: those that are kept, and new ones.
  private func found(
    _ parts: [Part],
    _ stretches: [(stretch: Stretch, geometry: DetectorGeometry)]
  ) throws -> [PhaseProgress.Part] {
    var found: [Int: PhaseProgress.Part] = [:]
    let left = try processes.sharing {
      for number in parts.indices { found[number] = try progress?.part(number) }
      return parts.indices.filter { found[$0] == nil }
    }
    // For its first part of a stretch, a process compares all of it with the dictionaries; of many it takes whole ones.
    let isWhole = processes.count > 1 && stretches.count >= 2 * processes.count
    let tasks = isWhole ? left.chunked { parts[$0].stretch == parts[$1].stretch } : left.map { [$0] }
    let latest = Mutex<(stretch: Int, starts: PhaseMatching.Starts)?>(nil)
    let count = stretches.reduce(0) { $0 + $1.stretch.images.count }
    try WorkQueue(tasks.count, among: processes).run { [matching, patterns, pool] task -> [PhaseProgress.Part] in
      try tasks[task].map { number in
        let part = parts[number]
        let (stretch, geometry) = stretches[part.stretch]
        // The whole stretch, since its sums depend on all of its patterns.
        let starts =
          try latest.withLock { $0?.stretch == part.stretch ? $0?.starts : nil }
          ?? matching.starts(of: patterns(stretch.images, of: stretch.group), geometry: geometry, pool: pool)
        latest.withLock { $0 = (part.stretch, starts) }
        return PhaseProgress.Part(matching.refined(starts, part.range, pool: pool))
      }
    } check: {
      guard !observer.isInterrupted else { throw interruption }
    } receive: { task, matches in
      for (number, part) in zip(tasks[task], matches) {
        found[number] = part
        try progress?.keep(part, as: number)
        let (stretch, range) = (parts[number].stretch, parts[number].range)
        guard range.upperBound == stretches[stretch].stretch.images.count else { continue }
        let done = stretches[...stretch].reduce(0) { $0 + $1.stretch.images.count }
        try observer.receive(.matched(done, of: count))
      }
    }
    return try processes.sharing { parts.indices.compactMap { found[$0] } }
  }

  /// The matches improved by the orientations of neighbours, and with the mean scores of those of one crystal.
  func joined(_ matches: [[PatternMatch]], _ neighbours: ScanNeighbours) throws -> [[PatternMatch]] {
    let joining = NeighbourMatching(matching)
    var improved = matches
    let stretches = patterns.images.groups.flatMap { Self.stretches(of: $0) }
    let better = try WorkQueue(stretches.count, among: processes).map { [patterns, pool] number in
      let stretch = stretches[number]
      return PhaseProgress.Part(
        joining.improved(
          stretch.images.map { matches[$0] },
          of: try patterns(stretch.images, of: stretch.group),
          by: stretch.images.map { Self.around($0, stretch.group, neighbours).map { matches[$0] } },
          pool: pool
        )
      )
    } check: {
      guard !observer.isInterrupted else { throw PipelineError("interrupted") }
    }
    for (stretch, part) in zip(stretches, better) {
      for (image, match) in zip(stretch.images, part.matches) {
        for (candidate, new) in match.enumerated() {
          (improved[image][candidate].orientation, improved[image][candidate].score) = (new.orientation, new.score)
        }
      }
    }
    var joined = improved
    for group in patterns.images.groups {
      let members = Set(group.images)
      for image in group.images {
        joined[image] = joining.joined(
          improved[image],
          with: Self.around(image, members, neighbours).map { improved[$0] }
        )
      }
    }
    return joined
  }

  private static func around(_ image: Int, _ group: Set<Int>, _ neighbours: ScanNeighbours) -> [Int] {
    neighbours.images(around: image, radius: 1).filter(group.contains)
  }

  private static func stretches(
    of group: PhaseImages.Group,
    _ chosen: Set<Int>? = nil,
    by size: Int = chunk
  ) -> [Stretch] {
    let members = Set(group.images)
    let images = chosen.map { group.images.filter($0.contains) } ?? group.images
    return stride(from: 0, to: images.count, by: size).map { first in
      Stretch(images: Array(images[first..<min(first + size, images.count)]), group: members)
    }
  }

  /// Results for all images, which the processes share, in the order of the images.
  ///
  /// - Parameters:
  ///   - none: the result of an image that is in no group.
  ///   - work: takes the patterns of some images, and returns a result for each that depends on its pattern alone.
  ///   - progress: takes the number of images that are done, in process 0.
  /// - Returns: the results, in every process.
  /// - Throws: `PipelineError` after an interruption, and the errors of reading images and of the work.
  func map<Answer: Codable & Sendable>(
    none: Answer,
    _ work: @escaping @Sendable (_ patterns: [GrayImage]) throws -> [Answer],
    progress: (_ done: Int) throws -> Void
  ) throws -> [Answer] {
    let count = patterns.images.references.count
    let size = WorkQueue.size(of: count, among: processes, in: 64...Self.chunk)
    let stretches = patterns.images.groups.flatMap { Self.stretches(of: $0, by: size) }
    let answers = try WorkQueue(stretches.count, among: processes).map { [patterns] number in
      try work(patterns(stretches[number].images, of: stretches[number].group))
    } check: {
      guard !observer.isInterrupted else { throw interruption }
    } progress: { done in
      try progress(stretches[..<done].reduce(0) { $0 + $1.images.count })
    }
    var all = [Answer](repeating: none, count: count)
    for (stretch, answers) in zip(stretches, answers) {
      for (image, answer) in zip(stretch.images, answers) { all[image] = answer }
    }
    return all
  }

  /// The patterns of some images.
  func patterns(of chosen: Set<Int>) throws -> [GrayImage] {
    try patterns.images.groups.flatMap { group in
      try Self.stretches(of: group, chosen).flatMap { try patterns($0.images, of: $0.group) }
    }
  }
}

extension Array {
  /// The array divided where neighbours do not belong together.
  fileprivate func chunked(_ belongTogether: (Element, Element) -> Bool) -> [[Element]] {
    reduce(into: []) { chunks, element in
      if let last = chunks.last?.last, belongTogether(last, element) {
        chunks[chunks.count - 1].append(element)
      } else {
        chunks.append([element])
      }
    }
  }
}
