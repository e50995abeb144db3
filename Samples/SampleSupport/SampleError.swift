/// A problem with an input of a sample: one sentence that names the problem, its location and the remedy.
public struct SampleError: Error, Equatable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// Creates an error.
  public init(_ description: String) { self.description = description }
}
