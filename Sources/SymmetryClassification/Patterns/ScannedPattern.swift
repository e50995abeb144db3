import Imaging

/// The content of a pattern's file: the image at the network's size, and its conversions.
public struct ScannedPattern: Sendable {
  /// The resized image.
  public var image: CompactImage
  /// The conversions of the image, such as from colour to grey.
  public var notes: [ConversionNote]
  /// True if the image has hot or dead pixels that the preprocessing keeps.
  public var hasOutliers: Bool

  /// Resizes an image.
  public init(_ decoded: DecodedImage, preprocessing: Preprocessing) {
    image = preprocessing.compacted(decoded.image)
    notes = decoded.notes
    hasOutliers = preprocessing.keepsOutliers(of: decoded.image)
  }

  /// Divides an image by a static background, if there is one, and resizes it.
  ///
  /// - Throws: `ImagingError.invalidSetting` if the background has another size.
  public init(
    _ decoded: DecodedImage,
    preprocessing: Preprocessing,
    staticBackground: StaticBackground?
  ) throws(ImagingError) {
    var decoded = decoded
    if let staticBackground {
      var image = decoded.image
      try staticBackground.divide(&image)
      decoded.image = image
    }
    self.init(decoded, preprocessing: preprocessing)
  }
}

extension PatternScan<ScannedPattern> {
  /// Reads all patterns of a folder, at the size of a network.
  ///
  /// - Throws: as `init(_:skipsUnreadable:allowsDuplicates:threads:load:)`.
  public init(
    _ folder: PatternFolder,
    preprocessing: Preprocessing,
    staticBackground: StaticBackground?,
    skipsUnreadable: Bool,
    allowsDuplicates: Bool,
    threads: Int?
  ) throws(PatternError) {
    try self.init(
      folder,
      skipsUnreadable: skipsUnreadable,
      allowsDuplicates: allowsDuplicates,
      threads: threads
    ) { try ScannedPattern($1, preprocessing: preprocessing, staticBackground: staticBackground) }
  }

  /// The numbers of images that needed a conversion, and of those with outliers that a model keeps, one sentence each.
  public var conversionNotes: [String] {
    let conversions = ConversionNote.allCases.compactMap { note -> String? in
      let count = contents.count { $0.notes.contains(note) }
      return count > 0 ? "\(count) of \(contents.count) images: \(note)" : nil
    }
    let outliers = Preprocessing.outlierWarning(contents.count(where: \.hasOutliers), of: contents.count)
    return conversions + [outliers].compactMap { $0 }
  }

  /// Some of the patterns, with their classes as indices into a list of names.
  public func labeled(_ indices: [Int], classes: [String]) -> LabeledPatterns {
    let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
    var numbers: [[String]: Int] = [:]
    return LabeledPatterns(
      images: indices.map { contents[$0].image },
      labels: indices.compactMap { places[entries[$0].className] },
      specimens: indices.map { index in
        let entry = entries[index]
        // An image without a specimen counts as its own specimen.
        let key = entry.specimen.map { [entry.className, $0] } ?? [entry.name]
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        return number
      }
    )
  }
}
