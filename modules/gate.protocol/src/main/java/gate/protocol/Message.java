package gate.protocol;

/// One JSON-RPC message, read but not judged.
///
/// It is a view of the line that it was read from and is valid as long as that line: until the
/// reader reads the next one.
///
/// On the way of the first messages its kinds are told apart by `instanceof`: a switch over
/// patterns is linked at run time, which took 4 to 8 ms each time.
public sealed interface Message {

    /// The text it stands in.
    Json json();

    /// Its object in that text: the root, or an element of a batch.
    int node();

    /// Something to do, with an answer expected.
    ///
    /// @param params the node of `params`, or [Json#NONE]
    record Request(Json json, int node, RpcId id, String method, int params) implements Message {

        @Override
        public int payload() {
            return params;
        }
    }

    /// Something to know, without an answer.
    ///
    /// @param params the node of `params`, or [Json#NONE]
    record Notification(Json json, int node, String method, int params) implements Message {

        @Override
        public int payload() {
            return params;
        }
    }

    /// The answer to a request.
    ///
    /// @param result the node of `result`
    record Result(Json json, int node, RpcId id, int result) implements Message {

        @Override
        public int payload() {
            return result;
        }
    }

    /// The error that answers a request.
    ///
    /// @param id what it answers, or null where the peer could not tell
    /// @param error the node of `error`
    record Failure(Json json, int node, @org.jspecify.annotations.Nullable RpcId id, int error)
            implements Message {

        @Override
        public int payload() {
            return error;
        }
    }

    /// The node that holds what the message says: `params`, `result` or `error`; [Json#NONE] for
    /// none.
    int payload();
}
