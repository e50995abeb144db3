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
}
