import Foundation
import Synchronization

/// Interruption by Ctrl-C or SIGTERM, as a flag that work can poll.
///
/// The first signal asks the work to end in order, the second ends the command.
enum Interruption {
  // A signal handler may only touch globals, and of these only atomics.
  private static let requests = Atomic(0)

  // The signals of a keyboard and of a system that shuts down.
  private static let signals = [SIGINT, SIGTERM]

  /// Starts to listen.
  static func listen() {
    // A global is initialised at its first use, which must not be in the handler.
    requests.store(0, ordering: .relaxed)
    for number in signals {
      signal(number) { number in
        if Interruption.requests.add(1, ordering: .relaxed).oldValue > 0 { _exit(128 + number) }
      }
    }
  }

  /// True once a signal has arrived.
  static var isRequested: Bool { requests.load(ordering: .relaxed) > 0 }

  /// Restores the usual effect of the signals.
  static func stopListening() { for number in signals { signal(number, SIG_DFL) } }
}
