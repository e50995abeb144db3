import Imaging
import Synchronization

/// The patterns of a dataset of three or four axes, of which the last two are those of a pattern.
///
/// Patterns are read in slabs, of which the last two stay in memory, so that reading in order reads each byte once and
/// memory does not grow with the number of patterns.
final class HDF5Patterns: ImageSource {
  let count: Int
  let scan: ScanDescription?
  private let dataset: HDF5Dataset
  private let numbers: HDF5Numbers
  private let width: Int
  private let height: Int
  private let rowsPerSlab: Int
  private let patternsPerRow: Int
  private let slabs = Mutex<[(index: Int, bytes: [UInt8])]>([])

  /// Takes a dataset of patterns, and a scan that describes them.
  ///
  /// - Throws: `ImageFileError` if the dataset holds no patterns that can be read.
  init(_ dataset: HDF5Dataset, scan: ScanDescription) throws(ImageFileError) {
    let extents = dataset.extents
    guard let numbers = HDF5Numbers(dataset), (3...4).contains(extents.count) else {
      throw dataset.damaged("it holds no patterns: its dimensions are \(dataset.size)")
    }
    (height, width) = (extents[extents.count - 2], extents[extents.count - 1])
    try ImageSize.check(width, height, name: dataset.fileName)
    try dataset.checkSlab()
    patternsPerRow = extents.dropFirst().dropLast(2).reduce(1, *)
    count = extents[0] * patternsPerRow
    guard count > 0 else { throw ImageFileError(file: dataset.fileName, reason: .damaged("it holds no patterns")) }
    guard count <= Int(Int32.max) else { throw dataset.damaged("its \(count) patterns are too many") }
    rowsPerSlab = dataset.slabRows
    (self.dataset, self.numbers, self.scan) = (dataset, numbers, scan)
  }

  func image(at index: Int) throws(ImageFileError) -> DecodedImage {
    let (slab, place) = (index / patternsPerRow / rowsPerSlab, index % (patternsPerRow * rowsPerSlab))
    let bytes = try slabs.withLock { slabs throws(ImageFileError) in
      if let known = slabs.first(where: { $0.index == slab }) { return known.bytes }
      let first = slab * rowsPerSlab
      // The older goes first, so that three are never in memory.
      if slabs.count > 1 { slabs.removeFirst() }
      let bytes = try dataset.slab(first..<min(first + rowsPerSlab, dataset.extents[0]))
      slabs.append((slab, bytes))
      return bytes
    }
    let size = width * height
    let pixels = numbers.floats(bytes, place * size..<(place + 1) * size)
    guard numbers.isUnsigned8Or16 || pixels.allSatisfy(\.isFinite) else {
      throw ImageFileError(
        file: dataset.fileName,
        reason: .damaged("pattern \(index) has pixels that are not finite numbers")
      )
    }
    return DecodedImage(
      image: GrayImage(width: width, height: height, pixels: pixels),
      bitDepth: dataset.elementSize == 1 ? 8 : 16,
      sourceBitDepth: 8 * dataset.elementSize,
      notes: [],
      format: scan?.format ?? "HDF5"
    )
  }
}
