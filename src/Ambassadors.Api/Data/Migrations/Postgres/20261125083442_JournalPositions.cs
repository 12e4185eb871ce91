using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class JournalPositions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "journal_positions",
                columns: table => new
                {
                    position = table.Column<long>(type: "bigint", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_positions", x => x.position);
                    table.ForeignKey(
                        name: "fk_journal_positions_journal_entry_id",
                        column: x => x.entry_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "journal_unnumbered",
                columns: table => new
                {
                    sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_unnumbered", x => x.sequence);
                    table.ForeignKey(
                        name: "fk_journal_unnumbered_journal_entry_id",
                        column: x => x.entry_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_journal_positions_entry_id",
                table: "journal_positions",
                column: "entry_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journal_unnumbered_entry_id",
                table: "journal_unnumbered",
                column: "entry_id",
                unique: true);

            // What was written before positions were given, in the order in which it happened.
            migrationBuilder.Sql("INSERT INTO journal_unnumbered (entry_id) SELECT id FROM journal ORDER BY at, resource_id, resource_version, id");

            // Written once: whoever has to purge drops these in a migration of their own, and says why.
            migrationBuilder.Sql(
                """
                CREATE FUNCTION journal_is_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The journal is written once: % of % is refused.', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER journal_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_written_once();
                CREATE TRIGGER journal_positions_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_positions FOR EACH STATEMENT EXECUTE FUNCTION journal_is_written_once();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                DROP TRIGGER journal_written_once ON journal;
                DROP TRIGGER journal_positions_written_once ON journal_positions;
                DROP FUNCTION journal_is_written_once();
                """);

            migrationBuilder.DropTable(
                name: "journal_positions");

            migrationBuilder.DropTable(
                name: "journal_unnumbered");
        }
    }
}
