/// An error of the command itself: one sentence on the cause and the remedy.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
