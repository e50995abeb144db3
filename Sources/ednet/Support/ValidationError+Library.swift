import ArgumentParser

extension ValidationError {
  /// Runs a check of the library on options, whose error becomes one of the command line and has its exit status.
  static func checking(_ check: () throws -> Void) throws {
    do { try check() } catch { throw ValidationError("\(error).") }
  }
}
