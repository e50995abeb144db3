import Foundation
import Synchronization

/// Ctrl-C (or SIGTERM), as a question that can be asked.
///
/// The first asks the work to end in order, the second ends the command.
enum Interruption {
  // A signal handler can reach nothing but globals; an atomic is what it may touch.
  private static let requests = Atomic(0)

  // What a keyboard sends, and what a system sends that shuts down.
  private static let signals = [SIGINT, SIGTERM]

  /// Begins to listen.
  static func listen() {
    // Swift makes a global at its first use, which must not be in the handler.
    requests.store(0, ordering: .relaxed)
    for number in signals {
      signal(number) { number in
        if Interruption.requests.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
      }
    }
  }

  /// True once somebody has asked.
  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Gives Ctrl-C its usual meaning back.
  static func stopListening() { for number in signals { signal(number, SIG_DFL) } }
}
