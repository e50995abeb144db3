/// Consecutive images of files: all images of some files, or some of a file of several.
package struct ImagePart: Sendable, Hashable, Codable {
  /// The files.
  package var files: [String]
  /// The indices of the images in the only file; nil for all images.
  package var images: Range<Int>?

  /// Names the images.
  package init(files: [String], images: Range<Int>? = nil) { (self.files, self.images) = (files, images) }

  /// Divides the images of files into parts, in their order.
  ///
  /// - Parameters:
  ///   - files: the files.
  ///   - counts: the number of images in each.
  ///   - size: the number of images of a part; files of more are divided, and parts of several files have at least as
  ///     many, but for those before a file that is divided and for the last one.
  /// - Returns: the parts.
  package static func parts(of files: [String], counts: [Int], size: Int) -> [ImagePart] {
    var parts: [ImagePart] = []
    var (open, images): ([String], Int) = ([], 0)
    func close() {
      if !open.isEmpty { parts.append(ImagePart(files: open)) }
      (open, images) = ([], 0)
    }
    for (file, count) in zip(files, counts) {
      if count > size {
        close()
        for first in stride(from: 0, to: count, by: size) {
          parts.append(ImagePart(files: [file], images: first..<min(first + size, count)))
        }
      } else {
        open.append(file)
        images += count
        if images >= size { close() }
      }
    }
    close()
    return parts
  }
}
