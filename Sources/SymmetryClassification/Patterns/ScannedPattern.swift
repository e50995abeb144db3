import Imaging

/// What is kept of a pattern's file: the image at the network's size, and what was changed.
public struct ScannedPattern: Sendable {
  /// The image, brought to size.
  public var image: CompactImage
  /// What was changed in reading the file: colour, alpha.
  public var notes: [ConversionNote]

  /// Decodes a file and brings the image to size.
  ///
  /// - Parameters:
  ///   - entry: which file.
  ///   - bytes: what is in it.
  ///   - preprocessing: what size the image is brought to.
  /// - Throws: `PNGError`.
  public init(
    _ entry: PatternEntry,
    _ bytes: [UInt8],
    preprocessing: Preprocessing
  ) throws(PNGError) {
    let decoded = try PNG.decode(bytes, name: entry.path)
    image = preprocessing.compacted(decoded.image)
    notes = decoded.notes
  }
}

extension PatternScan<ScannedPattern> {
  /// How many files needed what conversion, one sentence each.
  public var conversionNotes: [String] {
    ConversionNote.allCases.compactMap { note in
      let count = contents.count { $0.notes.contains(note) }
      return count > 0 ? "\(count) of \(contents.count) images: \(note)" : nil
    }
  }

  /// Some of the patterns, with their classes as places in a list of names that holds them all.
  public func labeled(_ indices: [Int], classes: [String]) -> LabeledPatterns {
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    var numbers: [[String]: Int] = [:]
    return LabeledPatterns(
      images: indices.map { contents[$0].image },
      labels: indices.compactMap { places[entries[$0].className] },
      specimens: indices.map { index in
        let entry = entries[index]
        // An image without specimen is one of its own.
        let key = entry.specimen.map { [entry.className, $0] } ?? [entry.path]
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        return number
      }
    )
  }
}

extension Classifier {
  /// The probabilities that the classifier gives to scanned patterns, in their order.
  public func probabilities(for images: [CompactImage], threads: Int? = nil) -> [[Float]] {
    samples(for: images, threads: threads).map { probabilities(of: $0.logits) }
  }

  /// What the networks say of scanned patterns, and what is needed to tell whether they are patterns at all.
  ///
  /// - Parameters:
  ///   - images: patterns brought to size by this classifier's preprocessing.
  ///   - threads: how many threads work; nil for one a processor.
  /// - Returns: in the order of the images, with the logits before the temperature.
  public func samples(
    for images: [CompactImage],
    threads: Int? = nil
  ) -> [(logits: [Float], sample: OutOfDistributionDetector.Sample)] {
    predictor(threads: threads).outputs(count: images.count) { index, input in
      let pixels = preprocessing.finished(images[index].image)
      input.copy(pixels)
      return PatternStatistics(input: pixels)
    }.map { output, statistics in
      (
        output.logits,
        OutOfDistributionDetector.Sample(features: output.features, statistics: statistics)
      )
    }
  }

  /// What the classifier says of some patterns of a scan, ready to be judged.
  ///
  /// - Parameters:
  ///   - indices: which patterns.
  ///   - scan: patterns brought to size by this classifier's preprocessing.
  ///   - classes: class names, among them those of the patterns; `trueClass` counts in them.
  ///   - threads: how many threads work; nil for one a processor.
  /// - Returns: predictions in the order of the indices, with probabilities in the classifier's order.
  public func predictions(
    for indices: [Int],
    of scan: PatternScan<ScannedPattern>,
    classes: [String],
    threads: Int? = nil
  ) -> [PatternPrediction] {
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    let samples = samples(for: indices.map { scan.contents[$0].image }, threads: threads)
    return zip(indices, samples).compactMap { index, sample in
      let entry = scan.entries[index]
      guard let place = places[entry.className] else { return nil }
      return PatternPrediction(
        file: entry.path,
        specimen: entry.specimen,
        trueClass: place,
        probabilities: probabilities(of: sample.logits),
        novelty: novelty?.score(sample.sample)
      )
    }
  }
}
