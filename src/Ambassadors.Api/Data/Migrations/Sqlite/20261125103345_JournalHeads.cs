using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
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
                    entry_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    subject_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false)
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
                    number = table.Column<long>(type: "INTEGER", nullable: false),
                    from_position = table.Column<long>(type: "INTEGER", nullable: false),
                    to_position = table.Column<long>(type: "INTEGER", nullable: false),
                    chain_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    root = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false),
                    previous_hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    hash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
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
            migrationBuilder.Sql("CREATE TRIGGER journal_heads_no_update BEFORE UPDATE ON journal_heads BEGIN SELECT RAISE(ABORT, 'The journal is written once: update of journal_heads is refused.'); END");
            migrationBuilder.Sql("CREATE TRIGGER journal_heads_no_delete BEFORE DELETE ON journal_heads BEGIN SELECT RAISE(ABORT, 'The journal is written once: delete of journal_heads is refused.'); END");
            migrationBuilder.Sql("CREATE TRIGGER disclosures_no_update BEFORE UPDATE ON disclosures BEGIN SELECT RAISE(ABORT, 'The journal is written once: update of disclosures is refused.'); END");
            migrationBuilder.Sql("CREATE TRIGGER disclosures_no_delete BEFORE DELETE ON disclosures BEGIN SELECT RAISE(ABORT, 'The journal is written once: delete of disclosures is refused.'); END");
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
