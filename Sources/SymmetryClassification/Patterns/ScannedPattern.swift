import Imaging

/// What is kept of a pattern's file: the image at the network's size, and what was changed.
public struct ScannedPattern: Sendable {
  /// The image, brought to size.
  public var image: CompactImage
  /// What was changed in reading the file: colour, alpha.
  public var notes: [ConversionNote]

  /// Resizes an image.
  public init(_ decoded: DecodedImage, preprocessing: Preprocessing) {
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
        let key = entry.specimen.map { [entry.className, $0] } ?? [entry.name]
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        return number
      }
    )
  }
}
