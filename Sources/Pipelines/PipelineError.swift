/// The reason why a pipeline cannot run: one sentence on the cause and the remedy.
public struct PipelineError: Error, CustomStringConvertible, Sendable, Equatable {
  /// The sentence.
  public let description: String

  /// Creates an error from its sentence.
  public init(_ description: String) { self.description = description }
}
