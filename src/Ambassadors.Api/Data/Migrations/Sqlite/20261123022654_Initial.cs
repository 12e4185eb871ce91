using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Ambassadors.Api.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journal_resource_id_id",
                table: "journal");

            migrationBuilder.CreateIndex(
                name: "ix_journal_resource_id_resource_version",
                table: "journal",
                columns: new[] { "resource_id", "resource_version" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_journal_resource_id_resource_version",
                table: "journal");

            migrationBuilder.CreateIndex(
                name: "ix_journal_resource_id_id",
                table: "journal",
                columns: new[] { "resource_id", "id" });
        }
    }
}
