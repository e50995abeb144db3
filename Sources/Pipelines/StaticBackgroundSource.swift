import Imaging
import SymmetryClassification
import Workers

/// The origin of a static background: an image, or the mean of the patterns that are read.
public enum StaticBackgroundSource: Sendable, Hashable {
  /// An image file of the detector.
  case file(String)
  /// The mean of the patterns.
  case mean

  /// Reads the value of `--static-background`: `mean`, or a path.
  public init(_ option: String) { self = option == "mean" ? .mean : .file(option) }

  /// The number of patterns below which their mean holds bands.
  public static let fewPatterns = 50
  private static let chunk = 64
  /// The number and size of images whose likeness is measured.
  private static let (sample, side) = (200, 24)

  /// Reads or computes the background.
  ///
  /// - Parameters:
  ///   - files: the image files of the patterns; those that cannot be read are left out.
  ///   - threads: the number of threads; the result does not depend on it.
  ///   - observer: an observer of warnings, if the mean is one of few or of similar patterns.
  /// - Returns: the background.
  /// - Throws: `ImageFileError` for an unreadable background, `PipelineError` for patterns of several sizes or none.
  public func background(
    of files: [String],
    threads: Int? = nil,
    observer: any PipelineObserver = SilentObserver()
  ) throws -> StaticBackground {
    switch self {
    case .file(let path):
      let image = try Self.image(path)
      do { return try StaticBackground(image) } catch { throw PipelineError("\(path): \(error)") }
    case .mean: return try mean(of: files, pool: WorkerPool(threads: threads), observer)
    }
  }

  /// The image of a file, or the static background that a scan file holds.
  private static func image(_ path: String) throws -> GrayImage {
    guard ImageReference(named: path).index == nil, let (scan, _) = try ImageFormats.scan(path) else {
      return try ImageFormats.read(path).image
    }
    guard let background = scan.staticBackground else {
      throw PipelineError("\(path): the scan file holds no static background; give an image, or mean")
    }
    return background
  }

  /// As `background(of:threads:observer:)` for a folder of patterns.
  public func background(
    of folder: PatternFolder,
    threads: Int?,
    observer: any PipelineObserver
  ) throws -> StaticBackground {
    try background(of: folder.entries.map { folder.root + "/" + $0.path }, threads: threads, observer: observer)
  }

  private func mean(
    of files: [String],
    pool: WorkerPool,
    _ observer: any PipelineObserver
  ) throws -> StaticBackground {
    var first: (file: String, image: GrayImage)?
    var sums: [Double] = []
    var (count, sample) = (0, [GrayImage]())
    for start in stride(from: 0, to: files.count, by: Self.chunk) {
      let part = Array(files[start..<min(start + Self.chunk, files.count)])
      try ImageFiles(part, pool: pool).forEachPart {
        $0.image
      } body: { images in
        for case (let file, .success(let image)) in images {
          if let first, first.image.width != image.width || first.image.height != image.height {
            throw PipelineError(
              "the mean of patterns needs one size: \(first.file) has \(first.image.width) × \(first.image.height) "
                + "pixels, \(file) has \(image.width) × \(image.height)"
            )
          }
          if first == nil {
            first = (file, image)
            sums = [Double](repeating: 0, count: image.pixels.count)
          }
          for pixel in sums.indices { sums[pixel] += Double(image.pixels[pixel]) }
          count += 1
          if sample.count < Self.sample { sample.append(image.resized(width: Self.side, height: Self.side)) }
        }
      }
    }
    guard let size = first?.image else { throw PipelineError("there are no patterns for the mean static background") }
    let mean = GrayImage(width: size.width, height: size.height, pixels: sums.map { Float($0 / Double(count)) })
    let reduced = try StaticBackground(mean.resized(width: Self.side, height: Self.side))
    let likeness = try reduced.likeness(of: sample)
    if count < Self.fewPatterns {
      try observer.receive(
        .warning(
          "the static background is the mean of \(count) patterns; below \(Self.fewPatterns) it holds bands, which the "
            + "division removes"
        )
      )
    }
    if likeness > 0.25 {
      try observer.receive(
        .warning(
          "\(Int((likeness * 100).rounded())) % of the patterns resemble the one before them: the static background of "
            + "so few grains holds bands; give an image of many grains instead"
        )
      )
    }
    return try StaticBackground(mean)
  }
}
