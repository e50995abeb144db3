/// A reason for a command to end that is no other module's: one sentence with what to do.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
