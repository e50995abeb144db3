import Foundation

/// The files that a sample reads.
public enum SampleData {
  /// Reads a file.
  ///
  /// - Throws: `SampleError` if it cannot be read.
  public static func read(_ url: URL) throws(SampleError) -> Data {
    do { return try Data(contentsOf: url) } catch {
      throw SampleError("cannot read \(url.path): check that the file exists and the path of the data is right")
    }
  }

  /// Reads a file as text in UTF-8; bytes that are no text become replacement characters.
  ///
  /// - Throws: `SampleError` if it cannot be read.
  public static func text(_ url: URL) throws(SampleError) -> String {
    String(decoding: try read(url), as: UTF8.self)
  }
}
