/// The limits on the size of an image that is read.
package enum ImageSize {
  /// Throws unless an image has pixels, and at most `PNG.largestSide` a side and `PNG.largestPixelCount` in all.
  package static func check(_ width: Int, _ height: Int, name: String) throws(ImageFileError) {
    guard width > 0, height > 0 else {
      throw ImageFileError(file: name, reason: .damaged("the header claims \(width) × \(height) pixels"))
    }
    guard width <= PNG.largestSide, height <= PNG.largestSide, width * height <= PNG.largestPixelCount else {
      throw ImageFileError(
        file: name,
        reason: .tooLarge(
          "\(width) × \(height) pixels; at most \(PNG.largestSide) a side and"
            + " \(PNG.largestPixelCount) in all are read"
        )
      )
    }
  }

  /// The error of a file that is too short for the image that its header claims.
  static func excess(_ width: Int, _ height: Int, bytes: Int, name: String) -> ImageFileError {
    ImageFileError(
      file: name,
      reason: .damaged("the header claims \(width) × \(height) pixels, more than \(bytes) bytes can hold")
    )
  }
}
