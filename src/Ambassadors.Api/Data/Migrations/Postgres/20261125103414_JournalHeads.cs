using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class JournalHeads : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "disclosures",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disclosures", x => new { x.subject_id, x.entry_id });
                    table.ForeignKey(
                        name: "fk_disclosures_journal_entry_id",
                        column: x => x.entry_id,
                        principalTable: "journal",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "journal_heads",
                columns: table => new
                {
                    number = table.Column<long>(type: "bigint", nullable: false),
                    from_position = table.Column<long>(type: "bigint", nullable: false),
                    to_position = table.Column<long>(type: "bigint", nullable: false),
                    chain_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    root = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    previous_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C"),
                    hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal_heads", x => x.number);
                });

            migrationBuilder.CreateIndex(
                name: "ix_journal_actor_id_at",
                table: "journal",
                columns: new[] { "actor_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_at",
                table: "journal",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_journal_organisation_at",
                table: "journal",
                columns: new[] { "organisation", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_resource_type_at",
                table: "journal",
                columns: new[] { "resource_type", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_journal_what_at",
                table: "journal",
                columns: new[] { "what", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_disclosures_entry_id",
                table: "disclosures",
                column: "entry_id");

            migrationBuilder.CreateIndex(
                name: "ix_journal_heads_to_position",
                table: "journal_heads",
                column: "to_position",
                unique: true);

            // Written once, as the journal is.
            migrationBuilder.Sql(
                """
                CREATE TRIGGER journal_heads_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_heads FOR EACH STATEMENT EXECUTE FUNCTION journal_is_written_once();
                CREATE TRIGGER disclosures_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON disclosures FOR EACH STATEMENT EXECUTE FUNCTION journal_is_written_once();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "disclosures");

            migrationBuilder.DropTable(
                name: "journal_heads");

            migrationBuilder.DropIndex(
                name: "ix_journal_actor_id_at",
                table: "journal");

            migrationBuilder.DropIndex(
                name: "ix_journal_at",
                table: "journal");

            migrationBuilder.DropIndex(
                name: "ix_journal_organisation_at",
                table: "journal");

            migrationBuilder.DropIndex(
                name: "ix_journal_resource_type_at",
                table: "journal");

            migrationBuilder.DropIndex(
                name: "ix_journal_what_at",
                table: "journal");
        }
    }
}
