/// A ruling into a durable record.
@org.jspecify.annotations.NullMarked
module gate.audit {
    requires static transitive org.jspecify;
    requires transitive gate.rules;
    requires com.fasterxml.jackson.jr.ob;
    requires java.sql;
    requires org.xerial.sqlitejdbc;

    exports gate.audit;
}
